/** What is read off one run. */
import { mean } from '../../core/statistic/index.ts';
import type { RunRecord } from '../../study/types.ts';
import { score } from '../../study/verdict.ts';

/** Validation loss; a diverged run counts at its starting loss, what never ended as NaN. */
export function finalLoss(run: RunRecord): number {
  const value = score(run);
  return value === null ? Number.NaN : value;
}

/** Validation minus training loss, the latter over the last tenth of the steps; NaN unless the run finished. */
export function generalisationGap({ status, evalLoss, trainLoss }: RunRecord): number {
  const last = trainLoss.values.slice(-Math.max(1, Math.ceil(trainLoss.values.length / 10)));
  return status === 'finished' && evalLoss !== null ? evalLoss - mean(last) : Number.NaN;
}

/**
 * How far the training loss rose above its start in the first fifth of the planned steps, in nats: 0 at least, a loss that is not
 * finite counting as twice the start; NaN of a run without a step.
 */
export function earlyRise({ trainLoss }: RunRecord, plannedSteps: number): number {
  const early = trainLoss.values.slice(0, Math.max(1, Math.ceil(plannedSteps / 5)));
  const [start] = early;
  if (start === undefined) return Number.NaN;
  return Math.max(0, ...early.map((loss) => (Number.isFinite(loss) ? loss : start * 2) - start));
}

/** What a diagnostic measured last; nothing of a run that did not finish. */
export function lastMeasured({ status, snapshots }: RunRecord, series: string): readonly number[] {
  return status === 'finished' ? (snapshots.at(-1)?.series[series] ?? []) : [];
}

/** What a diagnostic measured at the first step. */
export const firstMeasured = ({ snapshots }: RunRecord, series: string): readonly number[] => snapshots[0]?.series[series] ?? [];

/** The mean of numbers, NaN of none. */
export const average = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : mean(values));

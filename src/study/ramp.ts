/** Where a rising learning rate broke the runs of an arm. */
import { maximumTolerableRate, median } from '../core/statistic/index.ts';
import { told } from './robustness.ts';
import { settingKey } from './setting.ts';
import type { RampReading, RampRun, RunRecord } from './types.ts';

/** The rate at which a run broke, by the rule of `maximumTolerableRate`, and at the latest when it diverged. */
function rampRun({ seed, lr, warmup, trainLoss, status }: RunRecord): RampRun {
  const rates = trainLoss.steps.map((step) => Math.min(lr, (lr * (step + 1)) / warmup));
  const { rate, highest, step, reason, minimum: lowest } = maximumTolerableRate(trainLoss.values, rates);
  if (rate !== null || status !== 'diverged') return { seed, rate, highest, step, reason, lowest };
  return { seed, rate: highest, lowest, highest: rates.at(-2) ?? null, step: trainLoss.steps.at(-1) ?? null, reason: 'diverged' };
}

/** A model that never fell so far below a uniform guess had nothing to lose, so that nothing could break. */
const learnedShare = 0.1;

/**
 * One for each choice of further fields.
 *
 * @param runs all of one arm, each with a learning rate that rises over its warm-up.
 * @param uniform loss of a uniform guess, nats.
 */
export function rampReadings(runs: readonly RunRecord[], uniform: number): RampReading[] {
  const settings = new Map(runs.map((run) => [settingKey(run), run]));
  return [...settings].flatMap(([key, { lr, fields }]) => {
    const read = told(runs.filter((run) => settingKey(run) === key)).map(rampRun);
    const learned = read.filter(({ rate, lowest }) => rate !== null || (lowest !== null && lowest <= (1 - learnedShare) * uniform));
    const unbroken = learned.filter(({ rate }) => rate === null).length;
    // One that never broke bore at least the highest rate that it saw.
    const borne = learned.map(({ rate, highest }) => rate ?? highest).filter((rate) => rate !== null);
    const [least, most] = [Math.min(...borne), Math.max(...borne)];
    const rates = borne.length > 0 ? { median: median(borne), least, most } : { median: null, least: null, most: null };
    return [{ to: lr, fields, ...rates, unbroken, unlearned: read.length - learned.length, runs: read }];
  });
}

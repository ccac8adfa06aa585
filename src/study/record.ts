/** Folds the events of a run into its record. */
import { type Language, message } from '../core/message/index.ts';
import type { EngineDescription } from '../engine/types.ts';
import type { DivergenceReason } from '../train/divergence.ts';
import type { JobEnd, JobEvent } from './executor.ts';
import type { Curve, RunPlan, RunRecord, Snapshot } from './types.ts';

interface GrowingCurve extends Curve {
  readonly steps: number[];
  readonly values: number[];
}

export class RunRecorder {
  engine: EngineDescription | undefined;
  parameterCount = 0;
  steps = 0;
  private readonly trainLoss: GrowingCurve = { steps: [], values: [] };
  private readonly validationLoss: GrowingCurve = { steps: [], values: [] };
  private readonly snapshots: Snapshot[] = [];
  private evalLoss: number | null = null;
  private divergence: DivergenceReason | undefined;
  private began: number | undefined;

  constructor(
    private readonly plan: RunPlan,
    private readonly language: Language = 'en',
  ) {}

  event(event: JobEvent): void {
    this.began ??= performance.now();
    if (event.type === 'started') this.start(event);
    if (event.type === 'step') {
      this.steps = event.step + 1;
      append(this.trainLoss, event.step, event.loss);
    }
    if (event.type === 'measured') this.snapshots.push({ step: event.step, series: event.series });
    if (event.type === 'evaluated') append(this.validationLoss, event.step, event.loss);
    if (event.type === 'diverged') this.divergence = event.reason;
    if (event.type === 'finished') this.evalLoss = event.evalLoss;
  }

  /** A run whose worker died is told again from its start. */
  private start({ engine, parameterCount }: Extract<JobEvent, { type: 'started' }>): void {
    [this.engine, this.parameterCount, this.steps] = [engine, parameterCount, 0];
    for (const { steps, values } of [this.trainLoss, this.validationLoss]) steps.length = values.length = 0;
    this.snapshots.length = 0;
  }

  record(end: JobEnd): RunRecord {
    const { trainLoss, validationLoss, snapshots, steps, evalLoss } = this;
    const outcome = this.outcome(end);
    const startLoss = trainLoss.values[0] ?? null;
    const recorded = end.type === 'ended' ? end.seconds : undefined;
    const seconds = recorded ?? (this.began === undefined ? 0 : (performance.now() - this.began) / 1000);
    return { ...this.plan, ...outcome, evalLoss, startLoss, steps, trainLoss, validationLoss, snapshots, seconds };
  }

  private outcome(end: JobEnd): Pick<RunRecord, 'status' | 'reason'> {
    if (this.divergence) return { status: 'diverged', reason: divergenceText(this.divergence, this.language) };
    if (end.type === 'failed')
      return { status: 'failed', reason: end.said ? message(this.language, end.said.key, end.said.values) : end.message };
    return { status: this.evalLoss === null ? 'interrupted' : 'finished' };
  }
}

function append(curve: GrowingCurve, step: number, value: number): void {
  curve.steps.push(step);
  curve.values.push(value);
}

function divergenceText({ key, step, value }: DivergenceReason, language: Language): string {
  const shown = Number.isFinite(value) ? value.toPrecision(4) : String(value);
  return message(language, `reason.${key}`, { value: shown, step });
}

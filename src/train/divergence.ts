/** When a run counts as diverged: something is not finite, or the loss stays above where it began. */

export interface DivergenceReason {
  readonly key: 'loss-not-finite' | 'gradient-not-finite' | 'loss-above-start' | 'evaluation-not-finite' | 'evaluation-above-start';
  readonly step: number;
  readonly value: number;
}

/** What the rule remembers from step to step. */
export interface MonitorState {
  /** Loss of the first step. */
  readonly start: number | null;
  /** Steps in a row far above it. */
  readonly above: number;
}

/** A loss this far above the start, for this many steps in a row, will not come back in the steps that are left. */
const margin = (start: number): number => 1.05 * start + 0.05;
/** At the end one reading decides, on other data than the start: only a loss far above it is a blow-up. */
const blownUp = (start: number): number => 2 * start;
const patience = (steps: number): number => Math.max(20, Math.ceil(steps / 10));

export class DivergenceMonitor {
  private start: number | undefined;
  private above: number;

  constructor(
    private readonly steps: number,
    from: MonitorState = { start: null, above: 0 },
  ) {
    this.start = from.start ?? undefined;
    this.above = from.above;
  }

  /** What a resumed run goes on from. */
  get state(): MonitorState {
    return { start: this.start ?? null, above: this.above };
  }

  /** The reason to stop after this step, if there is one. */
  observe(step: number, loss: number, gradientNorm: number): DivergenceReason | undefined {
    if (!Number.isFinite(loss)) return { key: 'loss-not-finite', step, value: loss };
    if (!Number.isFinite(gradientNorm)) return { key: 'gradient-not-finite', step, value: gradientNorm };
    this.start ??= loss;
    this.above = loss > margin(this.start) ? this.above + 1 : 0;
    return this.above >= patience(this.steps) ? { key: 'loss-above-start', step, value: loss } : undefined;
  }

  /** The reason to count a run as diverged that came to its end: it blew up in the last steps. */
  finish(step: number, evalLoss: number): DivergenceReason | undefined {
    if (!Number.isFinite(evalLoss)) return { key: 'evaluation-not-finite', step, value: evalLoss };
    return evalLoss > blownUp(this.start ?? Number.POSITIVE_INFINITY)
      ? { key: 'evaluation-above-start', step, value: evalLoss }
      : undefined;
  }
}

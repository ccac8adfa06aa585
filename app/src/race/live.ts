/** What one arm has told so far: its runs, seed by seed, grown event by event. */
import {
  type FirstBreak,
  firstBreak,
  type Language,
  type RunInput,
  type RunRecord,
  RunRecorder,
  type Snapshot,
  type TrainEvent,
} from 'normlab/web';
import type { Told } from '../worker/told.ts';

export type Outcome = 'running' | 'finished' | 'diverged' | 'stopped' | 'failed';

/** Columns, as charts take them. */
export class LiveRun {
  readonly steps: number[] = [];
  readonly losses: number[] = [];
  readonly snapshots: Snapshot[] = [];
  labels: Readonly<Record<string, readonly string[]>> = {};
  parameters = 0;
  outcome: Outcome = 'running';
  evalLoss: number | null = null;
  broke: FirstBreak | undefined;
  problem: Told | undefined;
  private events: TrainEvent[] = [];

  constructor(readonly spec: RunInput) {}

  get seed(): number {
    return this.spec.seed as number;
  }

  add(event: TrainEvent): void {
    this.events.push(event);
    readers[event.type]?.(this, event as never);
  }

  /** What it told counts no more: it starts over. */
  clear(): void {
    this.events = this.events.slice(-1);
    for (const column of [this.steps, this.losses, this.snapshots]) column.length = 0;
  }

  end(problem: Told | undefined): void {
    this.problem = problem;
    if (problem) this.outcome = 'failed';
    else if (this.outcome === 'running') this.outcome = 'stopped';
  }

  /** Why it ended early, in words; undefined when it did not. */
  reason(language: Language): string | undefined {
    return this.record('', language).reason;
  }

  record(arm: string, language: Language): RunRecord {
    const recorder = new RunRecorder(
      { id: `${arm}/${this.seed}`, arm, stage: 'judge', seed: this.seed, lr: 0, warmup: 0, fields: {} },
      language,
    );
    for (const event of this.events) recorder.event(event);
    return recorder.record({ type: 'ended' });
  }
}

type Readers = { readonly [K in TrainEvent['type']]?: (run: LiveRun, event: Extract<TrainEvent, { type: K }>) => void };

const readers: Readers = {
  started: (run, { labels, parameterCount }) => {
    run.clear();
    run.labels = labels;
    run.parameters = parameterCount;
  },
  step: (run, { step, loss }) => {
    run.steps.push(step);
    run.losses.push(loss);
  },
  measured: (run, { step, series }) => {
    run.snapshots.push({ step, series });
  },
  finished: (run, { evalLoss }) => {
    run.outcome = 'finished';
    run.evalLoss = evalLoss;
  },
  diverged: (run) => {
    run.outcome = 'diverged';
    run.broke = firstBreak(run.snapshots, run.labels);
  },
};

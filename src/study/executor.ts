/** The port between a study and whatever runs its jobs: this thread, a pool of processes, and later many machines. */
import type { EngineDescription } from '../engine/types.ts';
import type { EngineChoice, Run } from '../spec/run.ts';
import type { TrainEvent } from '../train/events.ts';
import type { SignalJob, SignalMeasurement } from './signal-job.ts';

export type Job =
  | {
      readonly kind: 'train';
      readonly id: string;
      readonly run: Run;
      /** File for the final parameters, where the executor writes files. */
      readonly checkpoint?: string;
    }
  | { readonly kind: 'signal'; readonly id: string; readonly engine: EngineChoice; readonly signal: SignalJob };

export type JobEvent =
  | TrainEvent
  | { readonly type: 'signal'; readonly engine: EngineDescription; readonly measurement: SignalMeasurement };

/** How a job ended: it ran to its own end (events say which), or could not. */
export type JobEnd = { readonly type: 'ended' } | { readonly type: 'failed'; readonly message: string } | { readonly type: 'interrupted' };

/** The end of a job that threw. */
export const failedEnd = (error: unknown): JobEnd => ({ type: 'failed', message: error instanceof Error ? error.message : String(error) });

export interface JobListener {
  event(job: Job, event: JobEvent): void;
  end(job: Job, end: JobEnd): void;
}

export interface Executor {
  /** Runs the jobs in any order; resolves when each has ended. An aborted signal ends what runs and skips what waits. */
  execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** The port between a study and whatever runs its jobs: this thread, a pool of processes, and later many machines. */
import { FailureError, UserError } from '../core/errors.ts';
import type { MessageKey, MessageValues } from '../core/message/index.ts';
import type { EngineDescription } from '../engine/types.ts';
import type { EngineChoice, Run } from '../spec/run.ts';
import type { TrainEvent } from '../train/events.ts';
import type { SignalJob, SignalMeasurement } from './signal-job.ts';

export type Job =
  | {
      readonly kind: 'train';
      readonly id: string;
      readonly run: Run;
      /** Folder for its files, where the executor writes files. */
      readonly folder?: string;
      /** Whether to go on from a checkpoint that lies there. */
      readonly resume?: boolean;
      /** Where the files of its task lie on the machine that runs it, when not where the run says. */
      readonly files?: readonly string[];
    }
  | { readonly kind: 'signal'; readonly id: string; readonly engine: EngineChoice; readonly signal: SignalJob };

export type JobEvent =
  | TrainEvent
  | { readonly type: 'signal'; readonly engine: EngineDescription; readonly measurement: SignalMeasurement };

export interface Failed {
  readonly type: 'failed';
  /** In English, for files. */
  readonly message: string;
  /** The same for people, where it is a sentence of ours. */
  readonly said?: { readonly key: MessageKey; readonly values: MessageValues };
  /** Set when no other job can do better: a full disk, a folder that cannot be written. */
  readonly fatal?: { readonly key: MessageKey; readonly values: MessageValues; readonly exitCode: number };
}

/** How a job ended: it ran to its own end (events say which), or could not. */
export type JobEnd =
  // `seconds`: that the run took, as whoever ran it counted.
  { readonly type: 'ended'; readonly seconds?: number } | Failed | { readonly type: 'interrupted' };

/** The end of a job that threw. */
export const failedEnd = (error: unknown): JobEnd => ({
  type: 'failed',
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof UserError && { said: { key: error.key, values: error.values } }),
});

/** The end of a job whose files could not be written. */
export function unwritableEnd(error: unknown): JobEnd {
  const end = failedEnd(error) as Failed;
  return error instanceof UserError ? { ...end, fatal: { key: error.key, values: error.values, exitCode: error.exitCode } } : end;
}

/** The error behind a fatal end. */
export const fatalError = ({ key, values, exitCode }: NonNullable<Failed['fatal']>): UserError =>
  exitCode === 2 ? new UserError(key, values) : new FailureError(key, values);

export interface JobListener {
  event(job: Job, event: JobEvent): void;
  end(job: Job, end: JobEnd): void;
}

export interface Executor {
  /** Runs the jobs in any order; resolves when each has ended. An aborted signal ends what runs and skips what waits. */
  execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

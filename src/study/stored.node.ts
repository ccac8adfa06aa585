/** An executor over run folders: what has finished is told again from its files, everything else gets a folder to be written to. */
import { join } from 'node:path';
import { findRun, type RunFile, readEndedEvents } from '../store/run-folder.node.ts';
import type { TrainEvent } from '../train/events.ts';
import type { Executor, Job, JobListener } from './executor.ts';
import { version } from './version.node.ts';

export class StoredExecutor implements Executor {
  /** Runs that were not run again. */
  reused = 0;

  constructor(
    private readonly inner: Executor,
    private readonly runs: string,
    /** Whose runs are taken up: of another version numbers may differ. */
    private readonly accepted: Accepted = { version },
  ) {}

  async execute(jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void> {
    const open = jobs.filter((job) => !this.replay(job, listener));
    const placed = open.map((job) => (job.kind === 'train' ? { ...job, folder: join(this.runs, job.id), resume: true } : job));
    await this.inner.execute(placed, listener, signal);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private replay(job: Job, listener: JobListener): boolean {
    const ended = job.kind === 'train' ? endedRun(join(this.runs, job.id), job.id, this.accepted) : undefined;
    if (!ended) return false;
    for (const event of ended.events) listener.event(job, event);
    listener.end(job, { type: 'ended', seconds: ended.seconds });
    this.reused++;
    return true;
  }
}

export interface Accepted {
  /** Any when left out. */
  readonly version?: string;
}

const isOf = (file: RunFile | undefined, id: string, { version: wanted }: Accepted): boolean =>
  file?.id === id && (wanted === undefined || file.version === wanted);

export interface EndedRun {
  readonly events: readonly TrainEvent[];
  /** That it took. */
  readonly seconds: number | undefined;
}

/** What happened in a run that finished or diverged. Runs of another version are run anew: their numbers may differ. */
export function endedRun(folder: string, id: string, accepted: Accepted = { version }): EndedRun | undefined {
  const found = findRun(folder);
  const done = found.state === 'finished' || found.state === 'diverged';
  const events = done && isOf(found.file, id, accepted) ? readEndedEvents(found) : undefined;
  const seconds = found.file?.seconds;
  return events && { events, seconds: typeof seconds === 'number' ? seconds : undefined };
}

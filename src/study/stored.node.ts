/** An executor over run folders: what has finished is told again from its files, everything else gets a folder to be written to. */
import { join } from 'node:path';
import { findRun, readEndedEvents } from '../store/run-folder.node.ts';
import type { TrainEvent } from '../train/events.ts';
import type { Executor, Job, JobListener } from './executor.ts';
import { version } from './version.node.ts';

export class StoredExecutor implements Executor {
  /** Runs that were not run again. */
  reused = 0;

  constructor(
    private readonly inner: Executor,
    private readonly runs: string,
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
    const events = job.kind === 'train' ? endedEvents(join(this.runs, job.id), job.id) : undefined;
    if (!events) return false;
    for (const event of events) listener.event(job, event);
    listener.end(job, { type: 'ended' });
    this.reused++;
    return true;
  }
}

/** What happened in a run that finished or diverged. Runs of another version are run anew: their numbers may differ. */
export function endedEvents(folder: string, id: string): TrainEvent[] | undefined {
  const found = findRun(folder);
  const done = found.state === 'finished' || found.state === 'diverged';
  return done && found.file?.id === id && found.file.version === version ? readEndedEvents(found) : undefined;
}

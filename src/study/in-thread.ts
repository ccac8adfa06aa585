/** The executor that needs nothing: jobs one after the other in this thread, on any engine. */
import { type Executor, failedEnd, type Job, type JobListener } from './executor.ts';
import { Worker, type Workshop } from './work.ts';

export function inThreadExecutor(workshop: Workshop): Executor {
  const worker = new Worker(workshop);
  const execute = async (jobs: readonly Job[], listener: JobListener, signal?: AbortSignal): Promise<void> => {
    for (const job of jobs) {
      if (signal?.aborted) listener.end(job, { type: 'interrupted' });
      else listener.end(job, await worker.work(job, (event) => listener.event(job, event), signal).catch(failedEnd));
    }
  };
  return { execute, close: async () => undefined };
}

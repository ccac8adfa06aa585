import type { Executor } from './executor.ts';

/** An executor that lives as long as the work, and a way to stop it from outside or from within. */
export async function withExecutor<T>(
  executor: Executor,
  signal: AbortSignal | undefined,
  work: (executor: Executor, stop: AbortController) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const forward = () => stop.abort();
  signal?.addEventListener('abort', forward, { once: true });
  if (signal?.aborted) stop.abort();
  try {
    return await work(executor, stop);
  } finally {
    signal?.removeEventListener('abort', forward);
    await executor.close();
  }
}

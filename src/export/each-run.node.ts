import { setImmediate } from 'node:timers/promises';
import type { ExportedRun, ExportRequest } from './types.ts';

/**
 * Does `work` for one run after the other, and lets Ctrl-C in between.
 *
 * @returns how many were done; fewer than all when the signal came.
 */
export async function eachRun(
  { runs, signal, progress }: ExportRequest,
  work: (run: ExportedRun) => void | Promise<void>,
): Promise<number> {
  for (const [done, run] of runs.entries()) {
    await setImmediate();
    if (signal.aborted) return done;
    await work(run);
    progress(done + 1);
  }
  return runs.length;
}

import type { Executor } from './executor.ts';

/** The executor of those who only read: every job ends before it begins. */
export const notRun: Executor = {
  execute: async (jobs, listener) => {
    for (const job of jobs) listener.end(job, { type: 'interrupted' });
  },
  close: async () => undefined,
};

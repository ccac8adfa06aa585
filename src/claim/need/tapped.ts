import type { Executor } from '../../study/executor.ts';
import type { SignalCell } from './types.ts';

/** The same executor; what it measures is also kept, where `runSignal` gives means. */
export const tapped = (inner: Executor, cells: SignalCell[]): Executor => ({
  execute: (jobs, listener, signal) =>
    inner.execute(
      jobs,
      {
        event: (job, event) => {
          if (event.type === 'signal') cells.push(event.measurement);
          listener.event(job, event);
        },
        end: (job, end) => listener.end(job, end),
      },
      signal,
    ),
  close: () => inner.close(),
});

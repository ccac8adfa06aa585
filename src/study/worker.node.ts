/** A worker process: `session.run` blocks its thread, so training never runs where the terminal is served. */
import { setImmediate as tick } from 'node:timers/promises';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Worker } from './work.ts';
import { nodeWorkshop } from './workshop.node.ts';

const worker = new Worker(nodeWorkshop);
let stop = new AbortController();

const say = (message: FromWorker): void => {
  process.send?.(message);
};

/** Ctrl-C reaches the whole process group; the parent decides what happens and says so. */
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

process.on('message', async (message: ToWorker) => {
  if (message.type === 'stop') return stop.abort();
  stop = new AbortController();
  try {
    say({
      type: 'end',
      end: await worker.work(
        message.job,
        (event) => say({ type: 'event', event }),
        stop.signal,
        () => tick(),
      ),
    });
  } catch (error) {
    say({ type: 'end', end: { type: 'failed', message: error instanceof Error ? error.message : String(error) } });
  }
});

say({ type: 'ready' });

/** A worker process: `session.run` blocks its thread, so training never runs where the terminal is served. */
import { setImmediate as tick } from 'node:timers/promises';
import { failedEnd, type JobEvent } from './executor.ts';
import { Worker } from './work.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';
import { nodeWorkshop } from './workshop.node.ts';

const worker = new Worker(nodeWorkshop);
let stop = new AbortController();

const say = (message: FromWorker): void => {
  process.send?.(message);
};

/** Ctrl-C reaches the whole process group; the parent decides what happens and says so. */
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));

/** Steps of small models take milliseconds: events travel in bundles, often enough for a live terminal. */
const bundleMs = 100;
let bundle: JobEvent[] = [];
let sentAt = 0;

function flush(): void {
  if (bundle.length > 0) say({ type: 'events', events: bundle });
  bundle = [];
  sentAt = performance.now();
}

function emit(event: JobEvent): void {
  bundle.push(event);
  if (performance.now() - sentAt > bundleMs) flush();
}

process.on('message', async (message: ToWorker) => {
  if (message.type === 'stop') return stop.abort();
  stop = new AbortController();
  const end = await worker.work(message.job, emit, stop.signal, () => tick()).catch(failedEnd);
  flush();
  say({ type: 'end', end });
});

say({ type: 'ready' });

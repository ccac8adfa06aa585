/**
 * Just enough of a browser's Worker, over node:worker_threads, for jax-js to use more than one thread: it looks only for the browser's.
 */
import { resolveObjectURL } from 'node:buffer';
import { Worker } from 'node:worker_threads';

const prelude = `
import { parentPort } from 'node:worker_threads';
globalThis.self = globalThis;
globalThis.postMessage = (data) => parentPort.postMessage(data);
parentPort.on('message', (data) => self.onmessage({ data }));
`;

/** Defines Worker and the number of threads that libraries ask the browser for; `end` stops the workers that were started. */
export function giveWorkers(threads) {
  const started = [];
  globalThis.Worker = class {
    #sent = [];
    #worker;

    constructor(url) {
      resolveObjectURL(url)
        .text()
        .then((source) => this.#start(source));
    }

    #start(source) {
      const code = `data:text/javascript,${encodeURIComponent(prelude + source)}`;
      this.#worker = new Worker(new URL(code));
      started.push(this.#worker);
      this.#worker.on('message', (data) => this.onmessage({ data }));
      this.#worker.on('error', ({ message }) => this.onerror({ message }));
      for (const data of this.#sent) this.#worker.postMessage(data);
    }

    postMessage(data) {
      if (this.#worker) this.#worker.postMessage(data);
      else this.#sent.push(data);
    }
  };
  Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: threads }, configurable: true });
  return { end: () => Promise.all(started.map((worker) => worker.terminate())) };
}

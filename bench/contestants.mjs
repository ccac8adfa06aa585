/** Who takes part, with which command, and on how many threads. */
import { fileURLToPath } from 'node:url';
import { ask, NoAnswer } from './process.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The peers by the names that `--peers` takes. Slow ones take few steps and rounds, and in a quick sitting the smallest shape. */
export const peers = {
  pytorch: { script: here('step/pytorch.py'), python: true, slow: false, threads: (asked) => asked },
  // TensorFlow.js turns threads off in Node.
  'tfjs-wasm': { script: here('peers/tfjs.mjs'), slow: true, threads: () => [1] },
  'jax-js-wasm': { script: here('peers/jax.mjs'), slow: true, threads: (asked) => asked },
};

const ours = { script: here('step/ours.mjs'), slow: false, threads: (asked) => asked };

/** { engine, threads, diagnostics, script, python, slow }, in the order in which they take turns. */
export function contestants(names, threads) {
  const all = [['ours', ours], ['ours', ours, true], ...names.map((name) => [name, peers[name]])];
  return all.flatMap(([engine, { threads: usable, ...how }, diagnostics = false]) =>
    usable(threads).map((count) => ({ engine, threads: count, diagnostics, ...how })),
  );
}

/** How to start a script: with this Node, or with a Python that has torch. */
export class Starter {
  #python;

  constructor(signal) {
    this.signal = signal;
  }

  /** The answer, or { missing } with the reason. */
  async run({ script, python }, question) {
    try {
      const command = python ? await this.#findPython() : process.execPath;
      return JSON.parse(await ask(command, [script, JSON.stringify(question)], this.signal));
    } catch (error) {
      if (error instanceof NoAnswer) return { missing: error.message };
      throw error;
    }
  }

  /** Found once: looking means importing torch. */
  #findPython() {
    this.#python ??= ask(process.execPath, [here('../scripts/torch.mjs'), '-c', 'import sys; print(sys.executable)'], this.signal);
    return this.#python;
  }
}

export const ceiling = { script: here('step/ceiling.py'), python: true };

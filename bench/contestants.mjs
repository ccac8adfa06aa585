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

  /** The answer; { missing } with the reason where what it needs is not on this machine, { failed } where it broke. */
  async run({ script, python }, question) {
    const command = python ? await this.#findPython() : process.execPath;
    if (command.missing) return command;
    return orReason('failed', async () => JSON.parse(await ask(command, [script, JSON.stringify(question)], this.signal)));
  }

  /** Found once: looking means importing torch. */
  #findPython() {
    const looking = [here('../scripts/torch.mjs'), '-c', 'import sys; print(sys.executable)'];
    this.#python ??= orReason('missing', () => ask(process.execPath, looking, this.signal));
    return this.#python;
  }
}

async function orReason(name, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoAnswer) return { [name]: error.message };
    throw error;
  }
}

export const ceiling = { script: here('step/ceiling.py'), python: true };

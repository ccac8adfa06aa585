/** Who takes part, with which command, and on how many threads. */
import { fileURLToPath } from 'node:url';
import { ask, NoAnswer } from './process.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Our engines by the names that `--engines` takes, slow as peers are; `profiled` says whether one can say where its step goes. */
export const engines = {
  native: { slow: false, profiled: true },
  'ort-node': { slow: false, profiled: true },
  'ort-wasm': { slow: true, profiled: false },
};
export const defaultEngines = ['native', 'ort-node'];

export const isOurs = (engine) => Object.hasOwn(engines, engine);

/** The peers by the names that `--peers` takes. Slow ones take few steps and rounds, and in a quick sitting the smallest shape. */
export const peers = {
  pytorch: { script: here('step/pytorch.py'), python: true, slow: false, threads: (asked) => asked },
  // TensorFlow.js turns threads off in Node.
  'tfjs-wasm': { script: here('peers/tfjs.mjs'), slow: true, threads: () => [1] },
  'jax-js-wasm': { script: here('peers/jax.mjs'), slow: true, threads: (asked) => asked },
};

const ours = { script: here('step/ours.mjs'), threads: (asked) => asked };

/** { engine, threads, diagnostics, script, python, slow, profiled }, in the order in which they take turns: engines of ours, then peers. */
export function contestants({ engines: own, peers: others, threads }) {
  const all = [
    ...own.flatMap((engine) => [false, true].map((diagnostics) => ({ engine, diagnostics, ...ours, ...engines[engine] }))),
    ...others.map((engine) => ({ engine, diagnostics: false, profiled: false, ...peers[engine] })),
  ];
  return all.flatMap(({ threads: usable, ...who }) => usable(threads).map((count) => ({ ...who, threads: count })));
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

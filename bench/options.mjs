/** The flags of the benchmark. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultEngines, engines, peers } from './contestants.mjs';
import { allShapes, nameOf, quickShapes, shapeOf } from './work.mjs';

const taken = ['shapes', 'engines', 'peers', 'rounds', 'steps', 'threads', 'json', 'markdown', 'context', 'batch'];

/**
 * @param args what stands after the command.
 * @throws Error of one sentence that names the flag which does not fit.
 */
export function readOptions(args = process.argv.slice(2)) {
  const text = { type: 'string' };
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      out: { ...text, default: join('normlab-out', 'bench') },
      ...Object.fromEntries(taken.map((name) => [name, text])),
    },
  });
  const { quick, profile, out } = values;
  const given = ['context', 'batch'].filter((name) => values[name] !== undefined);
  const sizes = Object.fromEntries(given.map((name) => [name, count(name, values[name])]));
  return {
    quick,
    profile,
    out,
    shapes: unlike((list('shapes', values.shapes) ?? (quick ? quickShapes : allShapes)).map((name) => shapeOf(name, sizes))),
    engines: (list('engines', values.engines) ?? defaultEngines).map(known('engines', engines)),
    peers: (list('peers', values.peers) ?? Object.keys(peers)).map(known('peers', peers)),
    threads: list('threads', values.threads)?.map((text) => count('threads', text)) ?? [1, 2].filter((n) => n <= availableParallelism()),
    rounds: count('rounds', values.rounds, quick ? 2 : 5),
    steps: count('steps', values.steps, quick ? 5 : 10),
    json: values.json ?? join(out, 'bench.json'),
    markdown: values.markdown ?? join(out, 'bench.md'),
  };
}

/** Parts between commas, each once; undefined where nothing was given. An empty list is for peers alone: nobody beside ours. */
function list(name, text) {
  if (text === undefined) return undefined;
  const parts = [...new Set(text.split(',').filter((part) => part !== ''))];
  if (parts.length === 0 && name !== 'peers') throw new RangeError(`--${name}: nothing is given`);
  return parts;
}

/** The same shape may be written with its context and without. */
const unlike = (shapes) => [...new Map(shapes.map((shape) => [nameOf(shape), shape])).values()];

const known = (option, table) => (name) => {
  if (!Object.hasOwn(table, name)) throw new RangeError(`--${option}: there is no "${name}", only ${Object.keys(table).join(', ')}`);
  return name;
};

function count(name, text, otherwise) {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name}: "${text}" is no whole number above 0`);
  return value;
}

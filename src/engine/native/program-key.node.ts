/** What a compiled program depends on: the program itself, and the code that makes C of it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from '../../graph/program.ts';
import type { Attributes, Tensor } from '../../graph/tensor.ts';

/** The same for programs that are the same, by the same code. */
export function programKey({ nodes, outputs }: Program): string {
  const hash = createHash('sha256').update(generatorKey());
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const name = ({ node, index }: Tensor) => `${numbers.get(node)}.${index}`;
  for (const { op, inputs, attributes, outputs: own } of nodes) {
    const types = own.map(({ dtype, shape }) => `${dtype}[${shape}]`);
    hash.update(`${op}(${inputs.map(name)})${attributesText(attributes)}:${types}\n`);
  }
  for (const output of outputs) hash.update(`${JSON.stringify(output.name)}=${name(output.tensor)}\n`);
  return hash.digest('hex');
}

const attributesText = (attributes: Attributes): string =>
  Object.keys(attributes)
    .sort()
    .map((key) => `${key}=${valueText(attributes[key])}`)
    .join();

const valueText = (value: Attributes[string] | undefined): string =>
  JSON.stringify(value instanceof Float64Array ? [...value] : value, (_, part) => (typeof part === 'number' ? numberText(part) : part));

/** JSON has no -0, and nothing that is not finite. */
const numberText = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

let known: string | undefined;

/** Of the files that lower, fuse, plan and write: another state of any of them makes other C. */
function generatorKey(): string {
  if (known) return known;
  const here = dirname(fileURLToPath(import.meta.url));
  const hash = createHash('sha256');
  for (const folder of [here, join(here, 'c'), join(here, '../../graph'), join(here, '../../graph/op')])
    for (const file of readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
      .sort())
      hash.update(readFileSync(join(folder, file)));
  known = hash.digest('hex');
  return known;
}

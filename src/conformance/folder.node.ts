/** Kits as folders. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { fromJsonNumber, toJson } from '../core/json.ts';
import { openFolder, writeWhole } from '../store/files.node.ts';
import { toSafetensors } from '../store/safetensors.ts';
import { fromSafetensors } from '../store/safetensors-read.ts';
import { question } from './question.ts';
import { readKitSpec } from './spec.ts';
import { type KitAnswer, type KitOutputs, type KitQuestion, type KitTensor, kitFormat, type Neighbourhood } from './types.ts';

/** The checker lies beside the sources, which the package carries. */
const checker = new URL('../../src/conformance/check.py', import.meta.url);

export function writeKit(folder: string, asked: KitQuestion, answer: KitAnswer, neighbours?: Neighbourhood): void {
  openFolder(folder);
  const tensors = (name: string, list: readonly KitTensor[]) => writeWhole(join(folder, `${name}.safetensors`), toSafetensors(list, {}));
  tensors('params', asked.parameters);
  tensors('inputs', asked.inputs);
  tensors('activations', answer.activations);
  tensors('gradients', answer.gradients);
  tensors('after', answer.after);
  writeWhole(join(folder, 'outputs.json'), `${toJson(answer.outputs)}\n`);
  if (neighbours) writeWhole(join(folder, 'neighbours.json'), `${toJson(neighbours)}\n`);
  writeWhole(join(folder, 'check.py'), readFileSync(checker));
  // Last: a folder without it is no kit.
  writeWhole(join(folder, 'spec.json'), `${toJson(asked.spec)}\n`);
}

export interface Kit {
  readonly question: KitQuestion;
  readonly answer: KitAnswer;
  readonly neighbours: Neighbourhood;
}

/** Kits of older versions have neither activations nor neighbours. @throws UserError when the folder is no whole kit. */
export function readKit(folder: string): Kit {
  const raw = readJson(folder, 'spec.json');
  if (raw.format !== kitFormat) throw new UserError('error.kitFormat', { folder, given: String(raw.format), expected: kitFormat });
  const spec = readKitSpec(raw);
  const tensors = (name: string) => [...fromSafetensors(read(folder, `${name}.safetensors`), join(folder, `${name}.safetensors`)).values()];
  const holds = (name: string) => existsSync(join(folder, name));
  const expected = question(spec, 1);
  return {
    question: {
      spec,
      parameters: fitting(join(folder, 'params.safetensors'), tensors('params'), expected.parameters),
      inputs: fitting(join(folder, 'inputs.safetensors'), tensors('inputs'), expected.inputs),
    },
    answer: {
      outputs: outputsOf(readJson(folder, 'outputs.json')),
      activations: holds('activations.safetensors') ? tensors('activations') : [],
      gradients: tensors('gradients'),
      after: tensors('after'),
    },
    neighbours: holds('neighbours.json') ? neighboursOf(readJson(folder, 'neighbours.json')) : { eps: 0, models: [] },
  };
}

/** The tensors, when they are those that the spec asks for: numbers of another model would give numbers too. */
function fitting(file: string, given: readonly KitTensor[], expected: readonly KitTensor[]): readonly KitTensor[] {
  const shapes = (tensors: readonly KitTensor[]) => new Map(tensors.map(({ key, shape }) => [key, `[${shape.join(', ')}]`]));
  const [found, asked] = [shapes(given), shapes(expected)];
  const wrong = [...new Set([...asked.keys(), ...found.keys()])].find((key) => found.get(key) !== asked.get(key));
  if (wrong === undefined) return given;
  throw new UserError('error.kitTensor', { file, key: wrong, given: found.get(wrong) ?? '—', expected: asked.get(wrong) ?? '—' });
}

function read(folder: string, name: string): Uint8Array {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw new UserError('error.kitMissing', { file: join(folder, name), reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
  }
}

function outputsOf({ loss, losses, gradientNorms, evalLoss }: Record<string, unknown>): KitOutputs {
  const numbers = (list: unknown) => (Array.isArray(list) ? list.map(fromJsonNumber) : []);
  return { loss: fromJsonNumber(loss), losses: numbers(losses), gradientNorms: numbers(gradientNorms), evalLoss: fromJsonNumber(evalLoss) };
}

const neighboursOf = ({ eps, models }: Record<string, unknown>): Neighbourhood => ({
  eps: fromJsonNumber(eps),
  models: (Array.isArray(models) ? models : []).map(({ change, eps: size, loss, gradientNorm }) => ({
    change: String(change),
    ...(size !== undefined && { eps: fromJsonNumber(size) }),
    loss: fromJsonNumber(loss),
    gradientNorm: fromJsonNumber(gradientNorm),
  })),
});

function readJson(folder: string, name: string): Record<string, unknown> {
  const text = new TextDecoder().decode(read(folder, name));
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new UserError('error.kitJson', { file: join(folder, name) });
}

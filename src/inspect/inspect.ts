/** Which placement a checkpoint has, from its names and its configuration; weights are never loaded, and nothing is run. */
import { UserError } from '../core/errors.ts';
import { show } from '../store/safetensors-header.ts';
import type { ConfigFile } from './config.ts';
import { fromConfigAlone } from './config-alone.ts';
import { type Content, openFile } from './format.ts';
import { limits } from './limits.ts';
import { ownCandidates, told } from './own.ts';
import { readStack } from './read-stack.ts';
import { stacksOf } from './stack.ts';
import type { ByteSource, Inspection, Note, StackReading, TensorInfo } from './types.ts';

/** What one file gave. */
interface Opened extends Content {
  readonly name: string;
}

/**
 * @param sources files of one model, in any order: config.json, an index, safetensors files.
 * @throws UserError when a file cannot be read as what its name says, or they hold nothing to go by.
 */
export async function inspect(sources: readonly ByteSource[]): Promise<Inspection> {
  if (sources.length === 0) throw new UserError('error.inspectNothing');
  if (sources.length > limits.files) throw new UserError('error.inspectMany', { count: sources.length, most: limits.files });
  const opened: Opened[] = [];
  for (const source of sources) opened.push({ name: source.name, ...(await openFile(source)) });
  const config = opened.find((file) => file.config)?.config;
  const { tensors, complete, caveats } = united(opened);
  const stacks = await readingsOf(tensors, config, complete);
  return {
    files: opened.map(({ name, kind, tensors: own }) => ({ name, kind, tensors: own.length })),
    modelType: config?.model_type ?? null,
    tensors: tensors.length,
    stacks,
    caveats: stacks.length > 0 ? caveats : [...caveats, { key: 'inspect.caveat.noStack', values: {} }],
  };
}

/** `model-00002-of-00005.safetensors` */
const part = /-(\d+)-of-(\d+)\.(safetensors|gguf)$/i;

function united(opened: readonly Opened[]): { tensors: readonly TensorInfo[]; complete: boolean; caveats: Note[] } {
  const files = opened.filter(({ index, tensors }) => !index && tensors.length > 0);
  const { index, tensors: named = [] } = opened.find((file) => file.index) ?? {};
  const caveats: Note[] = [];
  const all = new Map<string, TensorInfo>(named.map((tensor) => [tensor.name, tensor]));
  for (const { name, tensors } of files) {
    for (const tensor of tensors) {
      if (all.get(tensor.name)?.shape) throw new UserError('error.inspectTwice', { file: name, tensor: show(tensor.name) });
      all.set(tensor.name, tensor);
    }
    const lacking = index ? [...index].filter(([, to]) => to === name).filter(([tensor]) => !all.get(tensor)?.shape).length : 0;
    if (lacking > 0) caveats.push({ key: 'inspect.caveat.indexLacks', values: { file: name, count: lacking } });
  }
  const most = Math.max(0, ...files.map(({ name }) => Number(part.exec(name)?.[2] ?? 0)));
  const complete = index !== undefined || files.length >= most;
  if (!complete) caveats.push({ key: 'inspect.caveat.parts', values: { count: files.length, of: most } });
  return { tensors: [...all.values()], complete, caveats };
}

async function readingsOf(tensors: readonly TensorInfo[], config: ConfigFile | undefined, complete: boolean): Promise<StackReading[]> {
  if (tensors.length === 0) return config ? fromConfigAlone(config) : [];
  const stacks = stacksOf(tensors);
  const known = config?.placement === undefined ? ownCandidates(tensors, stacks) : told(config.placement);
  const given = { tensors, config, complete, stacks, ...(known && { known }) };
  return (await Promise.all(stacks.map((stack) => readStack(stack, given)))).flat();
}

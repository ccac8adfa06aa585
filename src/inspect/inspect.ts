/** Which placement a checkpoint has, from its names and its configuration; weights are never loaded, and nothing is run. */
import { UserError } from '../core/errors.ts';
import { show } from '../store/safetensors-header.ts';
import { type ConfigFile, configFor, fileOf, type ModelConfigFile } from './config.ts';
import { type Content, openFile } from './format.ts';
import { limits } from './limits.ts';
import { typeRow } from './model-type.ts';
import { readNormalizer } from './normalizer.ts';
import { isOwn, ownCandidates, told } from './own.ts';
import { configEvidence, hasBlocks, readStack, scaled } from './read-stack.ts';
import { type Stack, stacksOf } from './stack.ts';
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
  if (tensors.length === 0) return config ? [fromConfigAlone(configFor(config, ''))] : [];
  const stacks = stacksOf(tensors).filter(hasBlocks);
  const own = stacks.filter(isOwn);
  const ownOnly = own.length > 0 && own.length === stacks.length;
  const known = config?.placement !== undefined ? told(config.placement) : ownOnly ? ownCandidates(tensors, own) : undefined;
  const given = (stack: Stack) => ({
    tensors,
    complete,
    config: config && configFor(config, stack.prefix),
    ...(known && { known }),
  });
  return Promise.all(stacks.map((stack) => readStack(stack, given(stack))));
}

function fromConfigAlone(config: ModelConfigFile): StackReading {
  const row = typeRow(config);
  const reading = row?.placement(config);
  const normalizer = readNormalizer([], config, row, undefined);
  const unknown: Note[] = reading
    ? []
    : [{ key: 'inspect.caveat.unknownType', values: { file: fileOf(config), type: config.model_type ?? '–' } }];
  return {
    prefix: '',
    nLayers: config.num_hidden_layers ?? config.n_layer ?? config.num_layers ?? null,
    dModel: config.hidden_size ?? config.n_embd ?? config.d_model ?? null,
    placement: reading?.placement ?? null,
    candidates: reading ? [{ placement: reading.placement, families: 'config.json' }] : [],
    confidence: reading ? 'medium' : 'undecided',
    normalizer: normalizer.normalizer,
    attentionNorm: null,
    evidence: [...configEvidence(config, reading), ...normalizer.evidence],
    caveats: [
      ...unknown,
      ...(reading ? [{ key: 'inspect.caveat.configOnly', values: {} } as const] : []),
      ...normalizer.caveats,
      ...scaled(config),
    ],
    gains: [],
  };
}

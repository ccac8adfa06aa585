/** The kinds of files that are read, and what each gives. One row each; told by their first bytes, or by the ending of their names. */
import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import { type ConfigFile, readConfig } from './config.ts';
import { readGguf } from './gguf.ts';
import { configOf } from './gguf-config.ts';
import { readIndex } from './index-file.ts';
import { readJson, refuseJson } from './json.ts';
import { readNpy, readNpz } from './npy.ts';
import { refusePickle } from './pickle.ts';
import { readNames } from './safetensors-names.ts';
import type { ByteSource, FileKind, TensorInfo } from './types.ts';

export interface Content {
  readonly kind: FileKind;
  readonly tensors: readonly TensorInfo[];
  readonly config?: ConfigFile;
  /** File by tensor, of an index. */
  readonly index?: ReadonlyMap<string, string>;
}

interface Format {
  readonly name: RegExp;
  /** How such files begin. */
  readonly magic?: string;
  readonly open: (source: ByteSource) => Promise<Content>;
}

const formats: readonly Format[] = [
  { name: /\.gguf$/i, magic: 'GGUF', open: gguf },
  { name: /\.npy$/i, magic: '\x93NUMPY', open: async (source) => ({ kind: 'npy', tensors: await readNpy(source) }) },
  { name: /\.npz$/i, magic: 'PK\x03\x04', open: async (source) => ({ kind: 'npz', tensors: await readNpz(source) }) },
  { name: /\.safetensors$/i, open: async (source) => ({ kind: 'safetensors', tensors: await readNames(source) }) },
  { name: /^run\.json$/, open: run },
  { name: /\.json$/i, open: json },
  { name: /\.(pt|pth|bin|ckpt|pkl|pickle)$/i, magic: '\x80\x02', open: async (source) => refusePickle(source) },
];

const longestMagic = 6;

/** @throws UserError for a kind that is not read, and for what cannot be read as what it is. */
export async function openFile(source: ByteSource): Promise<Content> {
  const named = formats.find(({ name }) => name.test(source.name));
  const format = named && !named.magic ? named : ((await begun(source)) ?? named);
  if (!format) throw new UserError('error.inspectFile', { file: source.name });
  const content = await format.open(source);
  return content.config ? { ...content, config: { ...content.config, file: source.name } } : content;
}

async function begun(source: ByteSource): Promise<Format | undefined> {
  const head = String.fromCharCode(...(await source.read(0, Math.min(longestMagic, source.size))));
  return formats.find(({ magic }) => magic !== undefined && head.startsWith(magic));
}

async function gguf(source: ByteSource): Promise<Content> {
  const { metadata, tensors } = await readGguf(source);
  // Converters add the 1 to gains that Gemma and Nemotron store without it.
  return { kind: 'gguf', tensors, config: { ...readConfig(configOf(metadata, tensors), source.name, 0), wholeGains: true } };
}

async function json(source: ByteSource): Promise<Content> {
  const value = await readJson(source);
  if (!Object.hasOwn(value, 'weight_map')) return { kind: 'config', tensors: [], config: readConfig(value, source.name, source.size) };
  const index = readIndex(value, source.name);
  return { kind: 'index', tensors: [...index.keys()].map((name) => ({ name, shape: null })), index };
}

const member = z.object({ id: z.string() });
const ownRun = z.object({
  run: z.object({ model: z.object({ placement: member, normalizer: member, nLayers: z.int().min(1), dModel: z.int().min(1) }) }),
});

/** The run.json of a run of our own: what it says is what was trained. */
async function run(source: ByteSource): Promise<Content> {
  const read = ownRun.safeParse(await readJson(source));
  if (!read.success) return refuseJson(source.name)('it is no run of Normlab');
  const { placement, normalizer, nLayers, dModel } = read.data.run.model;
  return {
    kind: 'run',
    tensors: [],
    config: { placement: placement.id, normalizer: normalizer.id, num_hidden_layers: nLayers, hidden_size: dModel },
  };
}

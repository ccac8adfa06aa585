/** The header of a GGUF file, version 2 or 3 (ggml, docs/gguf.md): metadata, and names and shapes of tensors. No weights are read. */
import { UserError } from '../core/errors.ts';
import { type Refuse, show } from '../store/safetensors-header.ts';
import { Cursor } from './cursor.ts';
import { limits } from './limits.ts';
import type { ByteSource, TensorInfo } from './types.ts';

export type Metadata = ReadonlyMap<string, number | boolean | string>;

/** Numbers of one byte or more, by the format's number of their type: bytes, and how they are read. */
const scalars: ReadonlyMap<number, readonly [bytes: number, read: (view: DataView) => number | boolean]> = new Map([
  [0, [1, (view: DataView) => view.getUint8(0)]],
  [1, [1, (view: DataView) => view.getInt8(0)]],
  [2, [2, (view: DataView) => view.getUint16(0, true)]],
  [3, [2, (view: DataView) => view.getInt16(0, true)]],
  [4, [4, (view: DataView) => view.getUint32(0, true)]],
  [5, [4, (view: DataView) => view.getInt32(0, true)]],
  // Written as float32: the digits that such a number has.
  [6, [4, (view: DataView) => Number(view.getFloat32(0, true).toPrecision(7))]],
  [7, [1, (view: DataView) => view.getUint8(0) !== 0]],
  [10, [8, (view: DataView) => Number(view.getBigUint64(0, true))]],
  [11, [8, (view: DataView) => Number(view.getBigInt64(0, true))]],
  [12, [8, (view: DataView) => view.getFloat64(0, true)]],
]);
const [textType, arrayType] = [8, 9];

/** Kinds of tensors whose numbers are stored one by one: their names in safetensors, and bytes. Of others the length is not checked. */
const plain: ReadonlyMap<number, readonly [dtype: string, bytes: number]> = new Map([
  [0, ['F32', 4]],
  [1, ['F16', 2]],
  [28, ['F64', 8]],
  [30, ['BF16', 2]],
]);

const magic = 0x46554747;
const versions: readonly number[] = [2, 3];
const maxRank = 8;
/** Characters of a text that is kept; templates of chats are longer, and skipped. */
const maxText = 1000;
const maxPairs = 100_000;

/** @throws UserError for anything whose header is not whole, or claims what cannot be. */
export async function readGguf(source: ByteSource): Promise<{ readonly metadata: Metadata; readonly tensors: readonly TensorInfo[] }> {
  const refuse: Refuse = (detail) => {
    throw new UserError('error.inspectGguf', { file: source.name, detail });
  };
  const cursor = new Cursor(source, { most: limits.header, refuse });
  if ((await cursor.u32()) !== magic) refuse('it does not begin with GGUF');
  const version = await cursor.u32();
  if (!versions.includes(version)) refuse(`its version is ${version}; ${versions.join(' and ')} with little-endian numbers are read`);
  const [count, pairs] = [await cursor.u64(), await cursor.u64()];
  if (count > limits.tensors) refuse(`${count} tensors are more than ${limits.tensors}`);
  if (pairs > maxPairs) refuse(`${pairs} entries of metadata are more than ${maxPairs}`);
  const metadata = new Map<string, number | boolean | string>();
  for (let i = 0; i < pairs; i++) {
    const key = await nameAt(cursor, refuse);
    const value = await valueAt(cursor, await cursor.u32(), refuse);
    if (metadata.has(key)) refuse(`it names ${show(key)} twice`);
    if (value !== undefined) metadata.set(key, value);
  }
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    const entry = await entryAt(cursor, refuse);
    if (entries.has(entry.name)) refuse(`it names ${show(entry.name)} twice`);
    entries.set(entry.name, entry);
  }
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || !Number.isSafeInteger(alignment) || alignment < 1) return refuse('its alignment is no whole number');
  const start = Math.ceil(cursor.at / alignment) * alignment;
  return { metadata, tensors: [...entries.values()].map((entry) => located(entry, start, source, refuse)) };
}

async function nameAt(cursor: Cursor, refuse: Refuse): Promise<string> {
  const length = await cursor.u64();
  if (length > limits.name) refuse(`a name of ${length} bytes is longer than ${limits.name}`);
  return cursor.text(length);
}

/** The value of one entry, or undefined for what nobody needs: arrays and long texts. */
async function valueAt(cursor: Cursor, type: number, refuse: Refuse): Promise<number | boolean | string | undefined> {
  const scalar = scalars.get(type);
  if (scalar) return scalar[1](await cursor.take(scalar[0]));
  if (type === textType) {
    const length = await cursor.u64();
    if (length <= maxText) return cursor.text(length);
    cursor.skip(length);
    return undefined;
  }
  if (type === arrayType) return skipArray(cursor, refuse);
  return refuse(`metadata of the unknown type ${type} is at ${cursor.at}`);
}

async function skipArray(cursor: Cursor, refuse: Refuse): Promise<undefined> {
  const [type, count] = [await cursor.u32(), await cursor.u64()];
  const scalar = scalars.get(type);
  if (scalar) cursor.skip(count * scalar[0]);
  else if (type !== textType) refuse(`an array of the type ${type} is at ${cursor.at}`);
  else for (let i = 0; i < count; i++) cursor.skip(await cursor.u64());
  return undefined;
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly offset: number;
}

async function entryAt(cursor: Cursor, refuse: Refuse): Promise<Entry> {
  const name = await nameAt(cursor, refuse);
  const rank = await cursor.u32();
  if (rank > maxRank) refuse(`tensor ${show(name)} has ${rank} axes`);
  const shape: number[] = [];
  // The format counts axes from the fastest.
  for (let i = 0; i < rank; i++) shape.unshift(await cursor.u64());
  return { name, shape, type: await cursor.u32(), offset: await cursor.u64() };
}

function located({ name, shape, type, offset }: Entry, start: number, source: ByteSource, refuse: Refuse): TensorInfo {
  const [dtype, each] = plain.get(type) ?? [`ggml type ${type}`, 0];
  const begin = start + offset;
  const end = begin + shape.reduce((product, length) => product * length, each);
  if (end > source.size) refuse(`tensor ${show(name)} ends at ${end} and the file at ${source.size}: it was cut off`);
  return { name, shape, ...(each > 0 && { at: { source, dtype, begin, end } }) };
}

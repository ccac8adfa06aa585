/** The safetensors format, read: every claim of the header is compared with the bytes that exist before a tensor is made of them. */
import { UserError } from '../core/errors.ts';
import { size } from '../graph/tensor.ts';

export interface ReadTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

type Kind = { readonly bytes: number; readonly read: (buffer: ArrayBuffer) => ReadTensor['data'] };

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['F32', { bytes: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) }],
  ['F64', { bytes: 8, read: (buffer: ArrayBuffer) => new Float64Array(buffer) }],
  ['I32', { bytes: 4, read: (buffer: ArrayBuffer) => new Int32Array(buffer) }],
  ['U8', { bytes: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) }],
]);

/** The format's own limit. */
const maxHeader = 100_000_000;
const maxRank = 8;

/**
 * All tensors of a file, by name.
 *
 * @param file what errors call it.
 * @throws UserError for anything that is no whole, gapless safetensors file of F32, F64, I32 or U8.
 */
export function fromSafetensors(bytes: Uint8Array, file: string): Map<string, ReadTensor> {
  const refuse = (detail: string): never => {
    throw new UserError('error.safetensors', { file, detail });
  };
  const { header, start } = readHeader(bytes, refuse);
  const tensors = new Map<string, ReadTensor>();
  let end = start;
  const entries = Object.entries(header).filter(([key]) => key !== '__metadata__');
  const placed = entries.map(([key, entry]) => [key, checkedEntry(key, entry, refuse)] as const);
  for (const [key, { dtype, shape, begin, length }] of [...placed].sort((a, b) => a[1].begin - b[1].begin)) {
    const kind =
      kinds.get(dtype) ?? refuse(`tensor ${show(key)} has the type ${show(dtype)}, expected one of ${[...kinds.keys()].join(', ')}`);
    if (start + begin !== end) refuse(`tensor ${show(key)} does not begin where the one before it ends`);
    if (length !== size(shape) * kind.bytes) refuse(`tensor ${show(key)} of shape [${shape}] has ${length} bytes`);
    end += length;
    if (end > bytes.length) refuse(`tensor ${show(key)} ends beyond the file`);
    tensors.set(key, { key, shape, data: kind.read(new Uint8Array(bytes.subarray(end - length, end)).buffer) });
  }
  if (end !== bytes.length) refuse(`${bytes.length - end} bytes follow the last tensor`);
  return tensors;
}

type Refuse = (detail: string) => never;

function readHeader(bytes: Uint8Array, refuse: Refuse): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) refuse(`${bytes.length} bytes are too few`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maxHeader) || length > BigInt(bytes.length - 8))
    refuse(`a header of ${length} bytes does not fit in ${bytes.length} bytes`);
  const start = 8 + Number(length);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
    const header: unknown = JSON.parse(text);
    if (!isRecord(header)) return refuse('the header is no JSON object');
    const twice = repeatedKey(text);
    if (twice !== undefined) return refuse(`the header names ${show(twice)} twice`);
    const metadata = Object.hasOwn(header, '__metadata__') ? header.__metadata__ : {};
    if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
      return refuse('its metadata is no object of texts');
    return { header, start };
  } catch (error) {
    if (error instanceof UserError) throw error;
    return refuse('the header is no JSON');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

const piece = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;

/** A key that some object of a JSON text has twice, of which parsing would keep the last without a word. */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [found, colon] of json.matchAll(piece)) {
    if (found === '{') open.push(new Set());
    else if (found === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(found.slice(0, -colon.length)) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

function checkedEntry(key: string, entry: unknown, refuse: Refuse) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const wholeNumbers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
  if (typeof dtype !== 'string' || !wholeNumbers(shape) || shape.length > maxRank || !wholeNumbers(offsets) || offsets.length !== 2)
    return refuse(`the entry of tensor ${show(key)} is malformed`);
  const [begin, end] = offsets as [number, number];
  if (end < begin) return refuse(`tensor ${show(key)} ends before it begins`);
  return { dtype, shape: shape as readonly number[], begin, length: end - begin };
}

/** A name from a file, safe to print: cut, and without control characters. */
const show = (name: string): string => JSON.stringify(name.slice(0, 80));

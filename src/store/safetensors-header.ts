/** The header of a safetensors file, read: every claim it makes is checked before anybody believes it. */
import { UserError } from '../core/errors.ts';

export interface HeaderEntry {
  readonly key: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Where its bytes lie, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their bytes. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Throws, with what is wrong in a few words. */
export type Refuse = (detail: string) => never;

/** The format's own limit. */
const maxHeader = 100_000_000;
const maxRank = 8;
/** The length of the header's length. */
export const prefixBytes = 8;

/** Bytes of the header behind its length. @param prefix the first eight bytes, or fewer if there are no more. */
export function headerLength(prefix: Uint8Array, fileSize: number, refuse: Refuse): number {
  if (prefix.length < prefixBytes) refuse(`${prefix.length} bytes are too few`);
  const length = new DataView(prefix.buffer, prefix.byteOffset, prefixBytes).getBigUint64(0, true);
  if (length > BigInt(maxHeader) || length > BigInt(fileSize - prefixBytes))
    refuse(`a header of ${length} bytes does not fit in ${fileSize} bytes`);
  return Number(length);
}

/** @param json the bytes of the header without its length. */
export function readHeader(json: Uint8Array, refuse: Refuse): Header {
  const { __metadata__: metadata, ...header } = parsed(json, refuse);
  if (metadata !== undefined && !(isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')))
    refuse('its metadata is no object of texts');
  const entries = Object.entries(header).map(([key, entry]) => checkedEntry(key, entry, refuse));
  // Offsets are equal only where a tensor is empty: it comes before the one that begins there.
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return { entries, metadata: (metadata ?? {}) as Header['metadata'] };
}

function parsed(json: Uint8Array, refuse: Refuse): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    const header: unknown = JSON.parse(text);
    if (!isRecord(header)) return refuse('the header is no JSON object');
    const twice = repeatedKey(text);
    return twice === undefined ? header : refuse(`the header names ${show(twice)} twice`);
  } catch (error) {
    if (error instanceof UserError) throw error;
    return refuse('the header is no JSON');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

const piece = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;

/** A key that some object of a JSON text has twice, of which parsing would keep the last without a word. */
export function repeatedKey(json: string): string | undefined {
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

function checkedEntry(key: string, entry: unknown, refuse: Refuse): HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const wholeNumbers = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
  if (typeof dtype !== 'string' || !wholeNumbers(shape) || shape.length > maxRank || !wholeNumbers(offsets) || offsets.length !== 2)
    return refuse(`the entry of tensor ${show(key)} is malformed`);
  const [begin, end] = offsets as [number, number];
  if (end < begin) return refuse(`tensor ${show(key)} ends before it begins`);
  return { key, dtype, shape, begin, end };
}

/** A name from a file, safe to print: cut, and without characters that steer a terminal or the order of writing. */
export const show = (name: string): string => JSON.stringify(name.slice(0, 80)).replace(/\p{C}/gu, '\u{fffd}');

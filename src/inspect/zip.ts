/** The table of contents of a ZIP archive (PKWARE APPNOTE 6.3, with ZIP64), and the first bytes of an entry: nothing is unpacked whole. */
import { type Refuse, show } from '../store/safetensors-header.ts';
import { limits } from './limits.ts';
import type { ByteSource } from './types.ts';

export interface ZipEntry {
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  /** Where its local header begins. */
  readonly local: number;
}

const marks = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 } as const;
const lengths = { local: 30, entry: 46, end: 22, end64: 56, locator64: 20 } as const;
const maxComment = 65_535;
const [small, large] = [0xffff, 0xffffffff];

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** Every entry, in the archive's order. */
export async function zipEntries(source: ByteSource, refuse: Refuse): Promise<ZipEntry[]> {
  const { count, at, bytes } = await directoryOf(source, refuse);
  if (count > limits.tensors) refuse(`${count} entries are more than ${limits.tensors}`);
  if (bytes > limits.header || at + bytes > source.size) refuse(`a table of contents of ${bytes} bytes does not fit`);
  const view = viewOf(await source.read(at, at + bytes));
  const entries: ZipEntry[] = [];
  for (let from = 0; entries.length < count; ) {
    if (from + lengths.entry > view.byteLength || view.getUint32(from, true) !== marks.entry) refuse('its table of contents is damaged');
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(from + field, true)) as [number, number, number];
    const end = from + lengths.entry + name + extra + comment;
    if (end > view.byteLength || name > limits.name) refuse('its table of contents is damaged');
    entries.push(entryAt(view, { from, name, extra }, refuse));
    from = end;
  }
  return entries;
}

async function directoryOf(source: ByteSource, refuse: Refuse): Promise<{ count: number; at: number; bytes: number }> {
  const from = Math.max(0, source.size - lengths.end - maxComment);
  const view = viewOf(await source.read(from, source.size));
  let end = view.byteLength - lengths.end;
  while (end >= 0 && view.getUint32(end, true) !== marks.end) end--;
  if (end < 0) return refuse('the end of the archive is missing: it was cut off');
  const [count, bytes, at] = [view.getUint16(end + 10, true), view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  if (count !== small && bytes !== large && at !== large) return { count, at, bytes };
  const locator = end - lengths.locator64;
  if (locator < 0 || view.getUint32(locator, true) !== marks.locator64) return { count, at, bytes };
  const at64 = u64(view, locator + 8);
  if (at64 + lengths.end64 > source.size) return refuse('its table of contents is damaged');
  const wide = viewOf(await source.read(at64, at64 + lengths.end64));
  if (wide.getUint32(0, true) !== marks.end64) return refuse('its table of contents is damaged');
  return { count: u64(wide, 32), bytes: u64(wide, 40), at: u64(wide, 48) };
}

function entryAt(view: DataView, { from, name, extra }: { from: number; name: number; extra: number }, refuse: Refuse): ZipEntry {
  const nameAt = from + lengths.entry;
  const wide = wideFields(view, nameAt + name, extra);
  // The wide values stand in this order, each only where the narrow one is full.
  const [size, packed, local] = [24, 20, 42].map((field) => {
    const narrow = view.getUint32(from + field, true);
    return narrow === large ? (wide.shift() ?? refuse('a length of its table of contents is missing')) : narrow;
  }) as [number, number, number];
  const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + nameAt, name));
  return { name: text, size, packed, local, method: view.getUint16(from + 10, true) };
}

/** Numbers of the ZIP64 field among the extra fields. */
function wideFields(view: DataView, from: number, length: number): number[] {
  for (let at = from; at + 4 <= from + length; ) {
    const [id, bytes] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const count = Math.min(bytes, from + length - at - 4) >> 3;
    if (id === 1) return Array.from({ length: count }, (_, i) => u64(view, at + 4 + 8 * i));
    at += 4 + bytes;
  }
  return [];
}

/** The first bytes of an entry, at most `most`, and where its data begins in the archive. */
export async function zipHead(
  source: ByteSource,
  { name, local, method, packed }: ZipEntry,
  { most, refuse }: { most: number; refuse: Refuse },
): Promise<{ readonly bytes: Uint8Array; readonly at: number }> {
  if (local + lengths.local > source.size) return refuse(`its entry ${show(name)} lies behind its end`);
  const header = viewOf(await source.read(local, local + lengths.local));
  if (header.getUint32(0, true) !== marks.local) return refuse(`its entry ${show(name)} is damaged`);
  const at = local + lengths.local + header.getUint16(26, true) + header.getUint16(28, true);
  if (at + packed > source.size) return refuse(`its entry ${show(name)} was cut off`);
  const stored = await source.read(at, at + Math.min(packed, most));
  if (method === 0) return { bytes: stored, at };
  return method === 8
    ? { bytes: await inflated(stored, most), at }
    : refuse(`its entry ${show(name)} is packed by the unknown method ${method}`);
}

/** What the beginning of a deflated stream unpacks to; where the stream breaks off, what came before. */
async function inflated(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const reader = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: number[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(...value.subarray(0, most - pieces.length));
      if (pieces.length >= most) break;
    }
  } catch {
    // It was cut, by us.
  }
  reader.cancel().catch(() => undefined);
  return Uint8Array.from(pieces);
}

/** Binary files made by hand from the descriptions of their formats; nothing here shares code with what reads them. */

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** @param bytes each character is one byte, rather than UTF-8. */
export const text = (value: string, bytes = false): Uint8Array =>
  bytes ? Uint8Array.from(value, (letter) => letter.charCodeAt(0)) : new TextEncoder().encode(value);

const numbers = (bytes: number, write: (view: DataView) => void): Uint8Array => {
  const view = new DataView(new ArrayBuffer(bytes));
  write(view);
  return new Uint8Array(view.buffer);
};
export const u16 = (value: number): Uint8Array => numbers(2, (view) => view.setUint16(0, value, true));
export const u32 = (value: number): Uint8Array => numbers(4, (view) => view.setUint32(0, value, true));
export const u64 = (value: number | bigint): Uint8Array => numbers(8, (view) => view.setBigUint64(0, BigInt(value), true));
export const f32 = (value: number): Uint8Array => numbers(4, (view) => view.setFloat32(0, value, true));

type Value = number | boolean | string | readonly (number | string)[];
const named = (value: string): Uint8Array => concat(u64(text(value).length), text(value));
/** Whole numbers as uint32, others as float32. */
function typed(value: Value): Uint8Array {
  if (typeof value === 'boolean') return concat(u32(7), Uint8Array.of(value ? 1 : 0));
  if (typeof value === 'string') return concat(u32(8), named(value));
  if (typeof value === 'number') return Number.isInteger(value) ? concat(u32(4), u32(value)) : concat(u32(6), f32(value));
  const texts = typeof value[0] === 'string';
  return concat(u32(9), u32(texts ? 8 : 6), u64(value.length), ...value.map((one) => (typeof one === 'string' ? named(one) : f32(one))));
}

/** A GGUF file whose tensors are float32 ones. */
export function gguf({
  version = 3,
  metadata,
  tensors,
}: {
  readonly version?: number;
  readonly metadata: Readonly<Record<string, Value>>;
  readonly tensors: Readonly<Record<string, readonly number[]>>;
}): Uint8Array {
  const align = 32;
  const padded = (length: number): number => Math.ceil(length / align) * align;
  const sizes = Object.values(tensors).map((shape) => 4 * shape.reduce((a, b) => a * b, 1));
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + padded(size), 0));
  const header = concat(
    text('GGUF'),
    u32(version),
    u64(Object.keys(tensors).length),
    u64(Object.keys(metadata).length),
    ...Object.entries(metadata).map(([key, value]) => concat(named(key), typed(value))),
    ...Object.entries(tensors).map(([name, shape], i) =>
      concat(named(name), u32(shape.length), ...[...shape].reverse().map(u64), u32(0), u64(offsets[i] as number)),
    ),
  );
  const data = sizes.map((size) => concat(...Array.from({ length: size / 4 }, () => f32(1)), new Uint8Array(padded(size) - size)));
  return concat(header, new Uint8Array(padded(header.length) - header.length), ...data);
}

/** A float32 array of ones. */
export function npy(
  shape: readonly number[],
  header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.map((axis) => `${axis},`).join(' ')}), }`,
): Uint8Array {
  const count = shape.reduce((a, b) => a * b, 1);
  return concat(
    text('\x93NUMPY', true),
    Uint8Array.of(1, 0),
    u16(header.length),
    text(header),
    ...Array.from({ length: count }, () => f32(1)),
  );
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A ZIP of these entries; local headers hold no lengths, as where NumPy asks for ZIP64. */
export async function zip(entries: Readonly<Record<string, Uint8Array>>, deflated: boolean): Promise<Uint8Array> {
  let at = 0;
  const locals: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  const method = u16(deflated ? 8 : 0);
  for (const [name, bytes] of Object.entries(entries)) {
    const packed = deflated ? await deflate(bytes) : bytes;
    const extra = concat(u16(1), u16(16), u64(bytes.length), u64(packed.length));
    const local = concat(
      u32(0x04034b50),
      u16(45),
      u16(0),
      method,
      u32(0),
      u32(0),
      u32(0xffffffff),
      u32(0xffffffff),
      u16(name.length),
      u16(extra.length),
      text(name),
      extra,
      packed,
    );
    central.push(
      concat(
        u32(0x02014b50),
        u16(45),
        u16(45),
        u16(0),
        method,
        u32(0),
        u32(0),
        u32(packed.length),
        u32(bytes.length),
        u16(name.length),
        ...Array.from({ length: 4 }, () => u16(0)),
        u32(0),
        u32(at),
        text(name),
      ),
    );
    locals.push(local);
    at += local.length;
  }
  const table = concat(...central);
  const end = concat(u32(0x06054b50), u16(0), u16(0), u16(central.length), u16(central.length), u32(table.length), u32(at), u16(0));
  return concat(...locals, table, end);
}

/** Files made by hand: safetensors with a header of one's own, and JSON. Their reader is the code under test, so nothing here shares code with it. */
import type { ByteSource } from '../../../src/inspect/types.ts';

export const source = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (begin, end) => bytes.slice(begin, end),
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const json = (name: string, value: unknown): ByteSource =>
  source(name, text(typeof value === 'string' ? value : JSON.stringify(value)));

export const config = (value: unknown): ByteSource => json('config.json', value);

export const index = (names: readonly string[]): ByteSource =>
  json('model.safetensors.index.json', {
    metadata: { total_size: 1 },
    weight_map: Object.fromEntries(names.map((name) => [name, 'model-00001-of-00001.safetensors'])),
  });

/** Length, header, data. @param length what the first eight bytes claim; the truth when left out. */
export function file(header: string, data = 0, length: bigint = BigInt(text(header).length)): Uint8Array {
  const json = text(header);
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  bytes.set(json, 8);
  return bytes;
}

export type Shapes = Readonly<Record<string, readonly number[]>>;

/** A whole file: F16 zeros of these shapes. */
export function safetensors(shapes: Shapes, name = 'model.safetensors'): ByteSource {
  let at = 0;
  const entries = Object.entries(shapes).map(([key, shape]) => {
    const begin = at;
    at += 2 * shape.reduce((a, b) => a * b, 1);
    return [key, { dtype: 'F16', shape, data_offsets: [begin, at] }];
  });
  return source(name, file(JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }), at));
}

/** `{i}` in a name stands for the number of a block. */
export const blocks = (depth: number, parts: Shapes): Shapes =>
  Object.fromEntries(
    Array.from({ length: depth }, (_, i) => Object.entries(parts).map(([name, shape]) => [name.replace('{i}', String(i)), shape])).flat(),
  );

/** Norms as modules: a gain each, and a bias if wanted. */
export const norms = (prefix: string, names: readonly string[], width: number, bias = false): Shapes =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${prefix}${name}.weight`, [width]] as const,
      ...(bias ? [[`${prefix}${name}.bias`, [width]] as const] : []),
    ]),
  );

/** Matrices that matter only by their names. */
export const matrices = (prefix: string, names: readonly string[], shape: readonly number[] = [2, 2]): Shapes =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}.weight`, shape]));

/** All names of a pattern, as shells write them: `h.{0..3}.ln_{1,2}.{weight,bias}`. */
export function spelled(pattern: string): string[] {
  const found = /\{([^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const [whole, inside = ''] = found;
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(inside) ?? [];
  const choices =
    from === undefined ? inside.split(',') : Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i));
  return choices.flatMap((choice) => spelled(pattern.slice(0, found.index) + choice + pattern.slice(found.index + whole.length)));
}

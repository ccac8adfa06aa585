/** Gains of norms: small tensors, read one by one where their file is there. */
import { limits } from './limits.ts';
import type { Norm } from './norms.ts';
import type { GainRange, GainRow, Note, TensorInfo } from './types.ts';

const bfloat = (bytes: Uint8Array): Float32Array => {
  const halves = new Uint16Array(aligned(bytes));
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
};

function half(bytes: Uint8Array): Float32Array {
  return Float32Array.from(new Uint16Array(aligned(bytes)), (bits) => {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  });
}

/** A copy that begins where numbers of any size may. */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

const readers: Readonly<Record<string, (bytes: Uint8Array) => ArrayLike<number>>> = {
  F64: (bytes) => new Float64Array(aligned(bytes)),
  F32: (bytes) => new Float32Array(aligned(bytes)),
  F16: half,
  BF16: bfloat,
};

/** Least, mean and greatest gain of each norm in each block. */
export async function readGains(norms: readonly Norm[], layers: readonly number[]): Promise<GainRow[]> {
  const count = norms.reduce((sum, { gains }) => sum + gains.length, 0);
  if (count > limits.gains) return [];
  const rows: GainRow[] = [];
  for (const { module, gains } of norms) {
    const byLayer = new Map<number, Range>();
    // One by one: each read opens its file, and systems allow so many at a time.
    for (const { layer, tensor } of gains) byLayer.set(layer, await rangeOf(tensor));
    rows.push({ norm: module, byLayer: layers.map((layer) => byLayer.get(layer) ?? null) });
  }
  return rows.filter(({ byLayer }) => byLayer.some((range) => range !== null));
}

type Range = GainRange | null;

export async function rangeOf({ at, shape }: TensorInfo): Promise<Range> {
  const read = at && readers[at.dtype];
  if (!at || !read || shape?.length !== 1 || at.end === at.begin || at.end - at.begin > limits.gainBytes) return null;
  const values = Array.from(read(await at.source.read(at.begin, at.end)));
  const sum = values.reduce((total, value) => total + value, 0);
  // A NaN among them stays one: Math.min and Math.max keep it.
  const [min, max] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return { min: min as number, mean: sum / values.length, max: max as number };
}

/** How near gains must lie to a value, each norm's mean of means, for it to be where they began. */
const near = 0.25;

/** Gains that lie where those of another kind of normalizer are expected: around 1 instead of 0, or the reverse. */
export function gainNotes(rows: readonly GainRow[], offset: boolean): Note[] {
  const means = rows.map(({ byLayer }) => byLayer.flatMap((range) => (range ? [range.mean] : [])));
  const all = means.filter((some) => some.length > 0).map((some) => some.reduce((sum, mean) => sum + mean, 0) / some.length);
  const [expected, other] = offset ? [0, 1] : [1, 0];
  if (all.length === 0 || !all.every((mean) => Math.abs(mean - other) < near)) return [];
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  return [{ key: 'inspect.caveat.gains', values: { mean: mean.toFixed(2), expected, other } }];
}

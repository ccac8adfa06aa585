/** The largest eigenvalue of a symmetric matrix that is only known by what it does to vectors. */

type Product = (v: Float64Array) => Promise<Float64Array>;

export interface Eigenvalue {
  readonly value: number;
  /** Products that were taken. */
  readonly products: number;
  /** Whether the value had settled before the limit. */
  readonly settled: boolean;
}

export interface DominantOptions {
  readonly start: Float64Array;
  /** Relative change between two products at which a value has settled. */
  readonly tolerance: number;
  /** Products at most, of each of the two iterations. */
  readonly limit: number;
}

/**
 * Power iteration finds the eigenvalue of the largest modulus; where that is negative, once more on the matrix moved by it, whose
 * largest modulus is then at the other end.
 */
export async function largestEigenvalue(product: Product, options: DominantOptions): Promise<Eigenvalue> {
  const first = await powerIteration(product, options);
  if (!(first.value < 0)) return first;
  const moved: Product = async (v) => {
    const image = await product(v);
    return image.map((value, i) => value - first.value * (v[i] as number));
  };
  const second = await powerIteration(moved, options);
  return { value: second.value + first.value, products: first.products + second.products, settled: first.settled && second.settled };
}

/** Rayleigh quotients of v ← Hv/‖Hv‖ until they settle. */
async function powerIteration(product: Product, { start, tolerance, limit }: DominantOptions): Promise<Eigenvalue> {
  let v = unit(start);
  let before = Number.NaN;
  for (let products = 1; products <= limit; products++) {
    const image = await product(v);
    const value = dot(v, image);
    const length = Math.sqrt(dot(image, image));
    if (length === 0 || !Number.isFinite(length)) return { value, products, settled: length === 0 };
    if (Math.abs(value - before) <= tolerance * Math.abs(value)) return { value, products, settled: true };
    before = value;
    v = unit(image);
  }
  return { value: before, products: limit, settled: false };
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, i) => total + value * (b[i] as number), 0);

function unit(v: Float64Array): Float64Array {
  const length = Math.sqrt(dot(v, v));
  return v.map((value) => value / length);
}

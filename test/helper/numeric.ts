/** Numbers for tests: closeness, random data, finite differences. */
import { random } from '../../src/core/random.ts';
import { evaluate } from '../../src/engine/reference.ts';
import type { Feeds } from '../../src/engine/types.ts';
import { size, type Tensor } from '../../src/graph/tensor.ts';

/** ‖a - b‖ / max(‖a‖, ‖b‖, floor): relative error of whole arrays, NaN when one has a NaN. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-12): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [difference, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    difference += (x - y) ** 2;
    left += x * x;
    right += y * y;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(left), Math.sqrt(right), floor);
}

export function randomData(shape: readonly number[], name: string, [low, high]: readonly [number, number] = [-2, 2]): Float64Array {
  const stream = random(17, name);
  return Float64Array.from({ length: size(shape) }, () => low + (high - low) * stream.uniform());
}

/** Central differences of a scalar with respect to one fed input. */
export function finiteDifferences(scalar: Tensor, feeds: Feeds, name: string, step = 1e-5): Float64Array {
  const base = Float64Array.from(feeds[name] as ArrayLike<number>);
  const at = (i: number, delta: number): number => {
    const moved = Float64Array.from(base);
    moved[i] = (moved[i] as number) + delta;
    return evaluate([scalar], { ...feeds, [name]: moved })[0]?.[0] as number;
  };
  return base.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}

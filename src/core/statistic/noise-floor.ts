/** How much one arm's result moves when nothing changes but the seed. */
import type { Bounds } from './interval.ts';
import { variance } from './moments.ts';
import { chiSquareQuantile } from './normal.ts';

export interface NoiseFloor extends Bounds {
  readonly sd: number;
  readonly n: number;
}

/**
 * Standard deviation over seeds, in the units of the values, with its interval s·√((n − 1)/χ²), χ² with n − 1 degrees of
 * freedom: wide for few seeds (5 seeds: from 0.6 to 2.9 times s), and right only while the values are near normal, which
 * diverged runs are not: leave those out and say so. Null with fewer than two values or one that is not finite.
 */
export function noiseFloor(values: readonly number[], level = 0.95): NoiseFloor | null {
  const freedom = values.length - 1;
  if (freedom < 1 || !values.every(Number.isFinite)) return null;
  const sd = Math.sqrt(variance(values));
  const end = (p: number) => sd * Math.sqrt(freedom / chiSquareQuantile(p, freedom));
  return { sd, low: end(0.5 + level / 2), high: end(0.5 - level / 2), n: values.length };
}

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
export const noiseFloor = (values: readonly number[], level = 0.95): NoiseFloor | null => pooledNoiseFloor([values], level);

/**
 * The same over several arms that are taken to spread alike: s² = Σ(nᵢ − 1)sᵢ² / Σ(nᵢ − 1), with Σ(nᵢ − 1) degrees of freedom.
 * Arms with fewer than two values say nothing of spread and are passed over; `n` counts the values of the others.
 */
export function pooledNoiseFloor(arms: readonly (readonly number[])[], level = 0.95): NoiseFloor | null {
  const told = arms.filter(({ length }) => length > 1);
  const n = told.reduce((total, { length }) => total + length, 0);
  const freedom = n - told.length;
  if (freedom < 1 || !told.flat().every(Number.isFinite)) return null;
  const sd = Math.sqrt(told.reduce((total, values) => total + (values.length - 1) * variance(values), 0) / freedom);
  const end = (p: number) => sd * Math.sqrt(freedom / chiSquareQuantile(p, freedom));
  return { sd, low: end(0.5 + level / 2), high: end(0.5 - level / 2), n };
}

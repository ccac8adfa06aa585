/** Samples drawn with replacement from the one there is. */
import { type Random, random } from '../random.ts';
import { mean, variance } from './moments.ts';

export type Statistic = (values: readonly number[]) => number;

export interface ResampleOptions {
  /** The same seed gives the same interval. */
  readonly seed?: number;
  readonly draws?: number;
}

/** As many values as there are, each drawn from all of them. */
export const resample = (values: readonly number[], stream: Random): number[] => values.map(() => values[stream.integer(values.length)]);

/** One draw of every stratum, joined: each keeps its share. */
export const resampleStrata = (strata: readonly (readonly number[])[], stream: Random): number[] =>
  strata.flatMap((stratum) => resample(stratum, stream));

/** `of` a random stream, `draws` times, in ascending order. */
export function replicates(of: (stream: Random) => number, { seed = 0, draws = 9999 }: ResampleOptions = {}): Float64Array {
  const stream = random(seed, 'bootstrap');
  return new Float64Array(draws).map(() => of(stream)).sort();
}

/** The statistic without each value in turn. */
export const jackknife = (values: readonly number[], statistic: Statistic): number[] =>
  values.map((_, without) => statistic(values.filter((_, i) => i !== without)));

/**
 * √((n − 1)/n · Σ(θᵢ − θ̄)²) over the jackknife; of the mean that is s / √n, and is computed so.
 * Efron & Tibshirani 1993, section 11.5.
 */
export function standardError(values: readonly number[], statistic: Statistic): number {
  const n = values.length;
  if (statistic === mean) return Math.sqrt(variance(values) / n);
  const left = jackknife(values, statistic);
  return (Math.sqrt(variance(left)) * (n - 1)) / Math.sqrt(n);
}

/** Permutation tests: how often chance alone gives a statistic as large as the one observed. */
import { type Random, random } from '../random.ts';

export interface PermutationOptions {
  /** Of the draws, where not everything is counted; the same seed gives the same p. */
  readonly seed?: number;
  readonly draws?: number;
  /** Everything is counted when there are at most so many rearrangements. */
  readonly countUpTo?: number;
}

export interface PermutationTest {
  /** Two-sided. */
  readonly p: number;
  /** The smallest p that these data could have given: what is above the level of a test can never show anything. */
  readonly smallest: number;
  /** Whether every rearrangement was counted; else p comes from draws. */
  readonly exact: boolean;
  /** Rearrangements counted or drawn. */
  readonly draws: number;
}

export interface Rearrangements {
  readonly count: number;
  /** How large the terms of the statistic are: what lies within 1e-12 of it counts as a tie, as it would on paper. */
  readonly scale: number;
  /** |statistic| of each of them, the observed one among them. */
  all(): Iterable<number>;
  /** |statistic| of one drawn at random. */
  draw(stream: Random): number;
}

/**
 * p = share of the rearrangements with |statistic| at least the observed. When there are too many, of `draws` random ones
 * (hits + 1) / (draws + 1): the observed one is one of them, so that p is never 0 and never too small.
 * Phipson & Smyth 2010, Permutation P-values Should Never Be Zero.
 */
export function permutationTest(
  observed: number,
  rearrangements: Rearrangements,
  { seed = 0, draws = 9999, countUpTo = 2 ** 14 }: PermutationOptions = {},
): PermutationTest {
  const reaches = (value: number, limit: number) => value >= limit - 1e-12 * rearrangements.scale;
  if (rearrangements.count <= countUpTo) {
    const values = [...rearrangements.all()];
    const share = (limit: number) => values.filter((value) => reaches(value, limit)).length / values.length;
    const largest = values.reduce((a, b) => Math.max(a, b), 0);
    return { p: share(observed), smallest: share(largest), exact: true, draws: values.length };
  }
  const stream = random(seed, 'permutation');
  let hits = 0;
  for (let i = 0; i < draws; i++) if (reaches(rearrangements.draw(stream), observed)) hits++;
  return { p: (hits + 1) / (draws + 1), smallest: 1 / (draws + 1), exact: false, draws };
}

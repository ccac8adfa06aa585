/** The sign-flip test: if two arms are alike, each paired difference could as well have had the other sign. */
import { permutationTest, type PermutationOptions, type PermutationTest } from './permutation.ts';
import { ranks } from './ranks.ts';

export type SignFlipStatistic = 'mean' | 'signed-rank';

/** What is flipped. Ranks make it Wilcoxon's signed-rank test: one diverged run then weighs as the largest difference, not as its size. */
const scores: Readonly<Record<SignFlipStatistic, (differences: readonly number[]) => number[]>> = {
  mean: (differences) => [...differences],
  'signed-rank': signedRanks,
};

/** sign(d) · rank of |d| among the differences that are not 0; ties share their mean rank. */
export function signedRanks(differences: readonly number[]): number[] {
  const told = differences.filter((value) => value !== 0);
  const sizes = ranks(told.map(Math.abs), (a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return told.map((value, i) => Math.sign(value) * sizes[i]);
}

export interface SignFlipOptions extends PermutationOptions {
  readonly statistic?: SignFlipStatistic;
}

/**
 * Two-sided p of |Σ ± d|: all 2ⁿ signs are counted up to n = 14, else drawn. Exact whatever the distribution, if the arms
 * are alike; but n pairs can go no lower than 2 / 2ⁿ: 0.0625 with 5, 0.031 with 6, 0.0078 with 8. Null with no
 * differences, or with one that is not finite (ranks take infinite ones). Fisher 1935, The Design of Experiments, section 21.
 */
export function signFlip(differences: readonly number[], options: SignFlipOptions = {}): PermutationTest | null {
  const statistic = options.statistic ?? 'mean';
  const usable = statistic === 'mean' ? Number.isFinite : (value: number) => !Number.isNaN(value);
  if (differences.length === 0 || !differences.every(usable)) return null;
  const values = scores[statistic](differences);
  const n = values.length;
  const all = function* () {
    for (let signs = 0; signs < 2 ** n; signs++) yield Math.abs(values.reduce((total, value, i) => total + ((signs >> i) & 1 ? -value : value), 0));
  };
  const observed = Math.abs(values.reduce((a, b) => a + b, 0));
  return permutationTest(
    observed,
    { count: 2 ** n, all, draw: (stream) => Math.abs(values.reduce((total, value) => total + (stream.bits() < 0 ? -value : value), 0)) },
    options,
  );
}

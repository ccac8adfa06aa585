/** The sign-flip test: if two arms are alike, each paired difference could as well have had the other sign. */
import { type PermutationOptions, type PermutationTest, permutationTest } from './permutation.ts';
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
  const count = 2 ** values.length;
  const flipped = (flips: (i: number) => boolean) => Math.abs(values.reduce((total, value, i) => total + (flips(i) ? -value : value), 0));
  return permutationTest(
    flipped(() => false),
    {
      count,
      scale: values.reduce((total, value) => total + Math.abs(value), 0),
      *all() {
        for (let signs = 0; signs < count; signs++) yield flipped((i) => ((signs >> i) & 1) === 1);
      },
      draw: (stream) => flipped(() => stream.bits() < 0),
    },
    options,
  );
}

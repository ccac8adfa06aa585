/** All pairs of a study tested together: which test, and what is left of its p after Holm. */
import { holm } from './holm.ts';
import type { PermutationOptions } from './permutation.ts';
import { signFlip } from './sign-flip.ts';
import { tTest } from './student.ts';

export interface FamilyTest {
  /** Null with fewer than two pairs of runs: nothing was tested. */
  readonly test: 't' | 'sign-flip' | null;
  readonly p: number | null;
  /** After Holm over the whole family; what is below the level counts as shown. */
  readonly corrected: number | null;
}

/** The smallest p of a sign-flip test of n differences: 2 / 2ⁿ when counted, 1 / 10 000 when drawn. */
const smallest = (n: number): number => (n <= 14 ? 2 ** (1 - n) : 1e-4);

/**
 * The test of one pair among m: sign-flip where it could come below the level after Holm (2/2ⁿ · m < level: 7 seeds for 3 arms, 11
 * for 10), else Student's t. Chosen by n and m alone, never by what came out.
 *
 * Why. When all arms are alike both find some difference in about 1 study in 20 at most; t in fewer, once runs diverge. When one
 * is better, t is a little ahead while nothing diverges, and far behind once runs do: a diverged run at its starting loss
 * swells the standard error that t divides by. Two of three arms found worse, in 600 simulated studies (effect in standard
 * deviations of a difference; share of runs that diverge), t against sign-flip:
 *
 * | seeds | effect 1, none | effect 2, none | effect 2, one in ten |
 * | ----- | -------------- | -------------- | -------------------- |
 * | 5     | 20% – 0%       | 70% – 0%       | 27% – 0%             |
 * | 7     | 39% – 29%      | 97% – 86%      | 23% – 43%            |
 * | 8     | 51% – 47%      | 99% – 98%      | 20% – 45%            |
 * | 12    | 77% – 76%      | 100% – 100%    | 9% – 32%             |
 */
export function testFamily(
  pairs: readonly (readonly number[])[],
  { level = 0.05, ...options }: PermutationOptions & { readonly level?: number } = {},
): FamilyTest[] {
  const tested = pairs.map((given) => {
    const differences = given.filter(Number.isFinite);
    const flip = smallest(differences.length) * pairs.length < level;
    const p = flip ? (signFlip(differences, options)?.p ?? null) : tTest(differences);
    return { test: p === null ? null : flip ? ('sign-flip' as const) : ('t' as const), p };
  });
  // A pair without a test still counts as one of the family, so that a missing arm never makes the others look surer.
  const corrected = holm(tested.map(({ p }) => p ?? 1));
  return tested.map((one, i) => ({ ...one, corrected: one.p === null ? null : corrected[i] }));
}

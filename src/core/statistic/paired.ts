/** Two arms judged on the same seeds: how far apart, and how sure. */
import { bootstrapInterval } from './bootstrap.ts';
import type { Bounds } from './interval.ts';
import { mean } from './moments.ts';
import type { PermutationTest } from './permutation.ts';
import type { ResampleOptions } from './resample.ts';
import { signFlip } from './sign-flip.ts';
import { tInterval, tTest } from './student.ts';

export interface PairedDifference {
  readonly n: number;
  /** Differences that were not finite, and are left out. */
  readonly leftOut: number;
  readonly mean: number | null;
  /** Student's interval and test: what verdicts rest on. Null with fewer than two pairs. */
  readonly t: (Bounds & { readonly p: number }) | null;
  /** Studentized; null with fewer than four pairs. */
  readonly bootstrap: Bounds | null;
  /** Sign-flip tests of the mean and of the signed ranks. */
  readonly signFlip: PermutationTest | null;
  readonly signedRank: PermutationTest | null;
}

/**
 * Everything said about loss(a) − loss(b) over seeds; p values are not corrected yet: `holm` over all pairs of arms. The bootstrap
 * interval is the studentized one, because it alone covers what it says with 5 to 12 pairs: `bootstrapInterval` has the table.
 */
export function pairedDifference(differences: readonly number[], options: ResampleOptions = {}): PairedDifference {
  const values = differences.filter(Number.isFinite);
  const [interval, p] = [tInterval(values), tTest(values)];
  const bootstrap = bootstrapInterval(values, options);
  return {
    n: values.length,
    leftOut: differences.length - values.length,
    mean: values.length > 0 ? mean(values) : null,
    t: interval && p !== null ? { low: interval.low, high: interval.high, p } : null,
    bootstrap,
    signFlip: signFlip(values, options),
    signedRank: signFlip(values, { ...options, statistic: 'signed-rank' }),
  };
}

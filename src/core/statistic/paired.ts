/** Two arms judged on the same seeds: how far apart, and how sure. */
import { type BootstrapMethod, bootstrapInterval } from './bootstrap.ts';
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
  /** Student's interval and test: what verdicts rest on. */
  readonly t: (Bounds & { readonly p: number }) | null;
  readonly bootstrap: (Bounds & { readonly method: BootstrapMethod }) | null;
  /** Sign-flip tests of the mean and of the signed ranks. */
  readonly signFlip: PermutationTest | null;
  readonly signedRank: PermutationTest | null;
}

/** From how many pairs on BCa: below, its correction rests on a third moment of five numbers and makes the interval shorter still. */
const pairsForBca = 6;

/** Everything said of loss(a) − loss(b) over seeds; p values are not corrected yet: {@link holm} over all pairs of arms. */
export function pairedDifference(differences: readonly number[], options: ResampleOptions = {}): PairedDifference {
  const values = differences.filter(Number.isFinite);
  const method: BootstrapMethod = values.length < pairsForBca ? 'studentized' : 'bca';
  const [interval, p] = [tInterval(values), tTest(values)];
  const bootstrap = bootstrapInterval(values, { ...options, method });
  return {
    n: values.length,
    leftOut: differences.length - values.length,
    mean: values.length > 0 ? mean(values) : null,
    t: interval && p !== null ? { low: interval.low, high: interval.high, p } : null,
    bootstrap: bootstrap && { ...bootstrap, method },
    signFlip: signFlip(values, options),
    signedRank: signFlip(values, { ...options, statistic: 'signed-rank' }),
  };
}

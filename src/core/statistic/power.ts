/** How many pairs show a difference, how small a difference so many pairs show, and what more would cost. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, variance } from './moments.ts';

/** t(1 − α/2) + t(power) with the freedom of n pairs: how many standard errors a difference must measure. */
const reach = (pairs: number, power: number, level: number): number => tQuantile(0.5 + level / 2, pairs - 1) + tQuantile(power, pairs - 1);

/**
 * Pairs needed for a two-sided paired t test (at 5% unless told: `level` 0.95) to show a mean difference of the observed size with 80% power:
 * the smallest n with n >= ((t(0.975) + t(0.8)) · sd / difference)², degrees of freedom n - 1. Null without an observed size.
 */
export function pairsNeeded(differences: readonly number[], limit = 10_000, level = 0.95): number | null {
  if (differences.length < 2) return null;
  const ratio = variance(differences) / mean(differences) ** 2;
  if (!Number.isFinite(ratio)) return null;
  const enough = (n: number) => n >= reach(n, 0.8, level) ** 2 * ratio;
  let [low, high] = [2, 2];
  while (high < limit && !enough(high)) [low, high] = [high, high * 2];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.min(high, limit);
}

/**
 * The smallest mean difference that n pairs show with the given power: (t(1 − α/2) + t(power)) · sd / √n, in the units of sd.
 * `sd` is that of paired differences. Where only that of one arm is known, √2 times it is the worst case of seeds that
 * have nothing in common. Null with fewer than two pairs.
 */
export function detectableDifference(sd: number, pairs: number, { power = 0.8, level = 0.95 } = {}): number | null {
  return pairs < 2 ? null : (reach(pairs, power, level) * sd) / Math.sqrt(pairs);
}

export interface SeedPlan {
  /** Pairs in all, and those still to run; at least one more. */
  readonly pairs: number;
  readonly more: number;
  /** Seconds that they take. */
  readonly seconds: number;
  /** Whether `pairs` is the planner's limit: the true number is larger. */
  readonly atLimit: boolean;
}

/**
 * "n more seeds, about m minutes": {@link pairsNeeded} for a difference of the observed size, and its cost: seeds · runs for
 * each seed · seconds for a run / workers, the last round counted whole. The observed size is itself uncertain, and so is the
 * plan. Null without an observed size.
 */
export function planSeeds(
  differences: readonly number[],
  cost: { readonly secondsPerRun: number; readonly runsPerSeed?: number; readonly workers?: number },
  limit = 10_000,
  level = 0.95,
): SeedPlan | null {
  const pairs = pairsNeeded(differences, limit, level);
  if (pairs === null) return null;
  const { secondsPerRun, runsPerSeed = 2, workers = 1 } = cost;
  const more = Math.max(1, pairs - differences.length);
  return { pairs, more, seconds: Math.ceil((more * runsPerSeed) / workers) * secondsPerRun, atLimit: pairs >= limit };
}

/** The mean of the middle half: one lucky or lost run moves it little. */
import type { Bounds } from './interval.ts';
import { sortedQuantile } from './quantile.ts';
import { type ResampleOptions, replicates, resampleStrata } from './resample.ts';

/**
 * Mean without the ⌊n/4⌋ smallest and the ⌊n/4⌋ largest values, as `scipy.stats.trim_mean(x, 0.25)`; NaN of nothing.
 * A value that is not a number counts as infinite, the worst loss: it is cut while such runs are at most a quarter, and
 * makes the mean infinite beyond. Agarwal et al. 2021, Deep Reinforcement Learning at the Edge of the Statistical Precipice.
 */
export function interquartileMean(values: readonly number[]): number {
  // Sorted, what is not a number stands last.
  const sorted = new Float64Array(values).sort();
  const cut = Math.floor(sorted.length / 4);
  let total = 0;
  for (let i = cut; i < sorted.length - cut; i++) total += Number.isNaN(sorted[i]) ? Number.POSITIVE_INFINITY : sorted[i];
  return total / (sorted.length - 2 * cut);
}

export interface InterquartileMean extends Bounds {
  readonly estimate: number;
  readonly n: number;
}

/**
 * The interquartile mean of all runs of all tasks with its percentile interval; runs are drawn within their own task, so that
 * each keeps its share (stratified, as in rliable). Losses of different tasks must be on one scale before. Ends may be infinite.
 * Null without a task that has two runs.
 */
export function interquartileInterval(
  tasks: readonly (readonly number[])[],
  { level = 0.95, ...options }: ResampleOptions & { readonly level?: number } = {},
): InterquartileMean | null {
  if (!tasks.some((runs) => runs.length > 1)) return null;
  const drawn = replicates((stream) => interquartileMean(resampleStrata(tasks, stream)), options);
  const values = tasks.flat();
  return {
    estimate: interquartileMean(values),
    low: sortedQuantile(drawn, (1 - level) / 2),
    high: sortedQuantile(drawn, (1 + level) / 2),
    n: values.length,
  };
}

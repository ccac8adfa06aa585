/** Student's t: the interval of a mean of few numbers, and the test that the mean is 0. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from './interval.ts';
import { mean, variance } from './moments.ts';

/** Mean ± t(n − 1) · s / √n; null with fewer than two values. Student 1908, The Probable Error of a Mean. */
export function tInterval(values: readonly number[], level = 0.95): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const half = tQuantile(0.5 + level / 2, n - 1) * Math.sqrt(variance(values) / n);
  const center = mean(values);
  return { mean: center, low: center - half, high: center + half };
}

/** Two-sided p of the one-sample t test against 0; 1 when all values are 0, null with fewer than two. */
export function tTest(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 2) return null;
  const [center, error] = [mean(values), Math.sqrt(variance(values) / n)];
  if (error === 0) return center === 0 ? 1 : 0;
  return Math.min(1, 2 * tCdf(-Math.abs(center / error), n - 1));
}

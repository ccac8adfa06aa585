/** Statistics of small paired experiments. Distributions come from a library; the rest is a line or two each. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Unbiased sample variance. */
export function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((total, value) => total + (value - center) ** 2, 0) / (values.length - 1);
}

/** Mean with its t interval; null with fewer than two values. */
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

/** Holm's step-down correction, in the given order. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] as number) - (pValues[j] as number));
  const corrected = new Array<number>(pValues.length);
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * (pValues[index] as number)));
    corrected[index] = floor;
  });
  return corrected;
}

/** Wilson's 95% interval of a proportion. */
export function wilson(successes: number, n: number, z = 1.959963984540054): { rate: number; low: number; high: number } {
  const rate = successes / n;
  const center = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return { rate, low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/**
 * Pairs needed for a two-sided paired t test at 5% to show a mean difference of the observed size with 80% power:
 * the smallest n with n >= ((t(0.975) + t(0.8)) · sd / difference)², degrees of freedom n - 1. Null without an observed size.
 */
export function pairsNeeded(differences: readonly number[], limit = 10_000): number | null {
  if (differences.length < 2) return null;
  const ratio = variance(differences) / mean(differences) ** 2;
  if (!Number.isFinite(ratio)) return null;
  const enough = (n: number) => n >= (tQuantile(0.975, n - 1) + tQuantile(0.8, n - 1)) ** 2 * ratio;
  let [low, high] = [2, 2];
  while (high < limit && !enough(high)) [low, high] = [high, high * 2];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.min(high, limit);
}

/** Least-squares slope of log y on log x. */
export function logLogSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = u.reduce((total, value, i) => total + (value - mu) * ((v[i] as number) - mv), 0);
  return covariance / u.reduce((total, value) => total + (value - mu) ** 2, 0);
}

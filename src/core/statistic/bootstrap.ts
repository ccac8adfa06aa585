/** Bootstrap intervals of one statistic of one sample. Efron & Tibshirani 1993, An Introduction to the Bootstrap. */
import type { Bounds } from './interval.ts';
import { mean } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { sortedQuantile } from './quantile.ts';
import { jackknife, jackknifeError, type ResampleOptions, replicates, resample, type Statistic } from './resample.ts';

export type BootstrapMethod = 'percentile' | 'bca' | 'studentized';

export interface BootstrapOptions extends ResampleOptions {
  readonly method?: BootstrapMethod;
  readonly statistic?: Statistic;
  readonly level?: number;
}

interface Sample {
  readonly values: readonly number[];
  readonly statistic: Statistic;
  readonly options: BootstrapOptions;
}

type Method = (sample: Sample, lower: number, upper: number) => Bounds;

/** The middle share of the draws. Too short for few values: the draws spread by (n − 1)/n too little, and have no t in them. */
const percentile: Method = ({ values, statistic, options }, lower, upper) => {
  const drawn = replicates((stream) => statistic(resample(values, stream)), options);
  return { low: sortedQuantile(drawn, lower), high: sortedQuantile(drawn, upper) };
};

/**
 * Bias-corrected and accelerated: the percentiles moved by z₀, how far the draws lie to one side of the estimate, and a, how
 * its spread changes with it: Φ(z₀ + (z₀ + z) / (1 − a(z₀ + z))). Efron 1987, Better Bootstrap Confidence Intervals.
 */
const bca: Method = ({ values, statistic, options }, lower, upper) => {
  const drawn = replicates((stream) => statistic(resample(values, stream)), options);
  const estimate = statistic(values);
  const below = drawn.reduce((total, value) => total + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0);
  const bias = normalQuantile(below / drawn.length);
  const left = jackknife(values, statistic);
  const pulls = left.map((value) => mean(left) - value);
  const squares = pulls.reduce((total, pull) => total + pull ** 2, 0);
  const acceleration = squares === 0 ? 0 : pulls.reduce((total, pull) => total + pull ** 3, 0) / (6 * squares ** 1.5);
  const moved = (p: number) => {
    const z = bias + normalQuantile(p);
    return sortedQuantile(drawn, normalCdf(bias + z / (1 - acceleration * z)));
  };
  return { low: moved(lower), high: moved(upper) };
};

/**
 * Bootstrap-t: quantiles of (θ* − θ) / error*, each draw with its own standard error, take the place of Student's t. A draw of
 * equal values has no error and counts as infinitely far. Efron & Tibshirani 1993, section 12.5.
 */
const studentized: Method = ({ values, statistic, options }, lower, upper) => {
  const [estimate, error] = [statistic(values), jackknifeError(values, statistic)];
  const drawn = replicates((stream) => {
    const sample = resample(values, stream);
    const distance = statistic(sample) - estimate;
    return distance === 0 ? 0 : distance / jackknifeError(sample, statistic);
  }, options);
  return { low: estimate - error * sortedQuantile(drawn, upper), high: estimate - error * sortedQuantile(drawn, lower) };
};

const methods: Readonly<Record<BootstrapMethod, Method>> = { percentile, bca, studentized };

/**
 * Interval of a statistic (the mean unless told) by resampling; null with fewer than two values or one that is not finite.
 * All methods fall short of their level with few values; docs of {@link pairedDifference} say by how much.
 */
export function bootstrapInterval(values: readonly number[], options: BootstrapOptions = {}): Bounds | null {
  const { method = 'bca', statistic = mean, level = 0.95 } = options;
  if (values.length < 2 || !values.every(Number.isFinite)) return null;
  if (values.every((value) => value === values[0])) return { low: statistic(values), high: statistic(values) };
  return methods[method]({ values, statistic, options }, (1 - level) / 2, (1 + level) / 2);
}

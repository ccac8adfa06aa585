/** From the numbers of seeds to an effect with its interval. */
import { mean, tInterval, wilson } from '../../core/statistic/index.ts';
import type { Effect } from '../types.ts';

/** Mean with Student's 95% interval; numbers that are not finite are left out, and counted. */
export function effectOf(at: Effect['at'], values: readonly number[]): Effect {
  const kept = values.filter(Number.isFinite);
  const interval = tInterval(kept);
  return {
    at,
    mean: kept.length > 0 ? mean(kept) : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: kept.length,
    leftOut: values.length - kept.length,
  };
}

/** A share of counted things with Wilson's 95% interval. */
export function shareOf(at: Effect['at'], part: number, whole: number): Effect {
  if (!(whole > 0 && part >= 0)) return { at, mean: null, low: null, high: null, n: 0, leftOut: 0 };
  const { rate, low, high } = wilson(part, whole);
  return { at, mean: rate, low, high, n: whole, leftOut: 0 };
}

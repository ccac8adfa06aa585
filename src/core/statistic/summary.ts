/** A mean that says what it leaves out. */
import type { Interval } from './interval.ts';
import { mean } from './moments.ts';
import { tInterval } from './student.ts';

/** A number, or why there is none: an id such as "diverged", "failed", "interrupted". */
export type Reading = number | { readonly leftOut: string };

export interface Summary {
  /** Null when nothing is left; `low` and `high` with fewer than two numbers. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** When it is not 0, a banner must stand by the mean. */
  readonly leftOut: number;
  /** How many were left out, by reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Mean and interval (Student's unless told) of the readings that are numbers; one that is not finite is left out as "not-finite". */
export function summarize(
  readings: readonly Reading[],
  interval: (values: readonly number[]) => Pick<Interval, 'low' | 'high'> | null = tInterval,
): Summary {
  const values = readings.filter((reading): reading is number => Number.isFinite(reading));
  const bounds = interval(values);
  const reasons: Record<string, number> = {};
  for (const reading of readings) {
    if (Number.isFinite(reading)) continue;
    const reason = typeof reading === 'number' ? 'not-finite' : reading.leftOut;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return {
    mean: values.length > 0 ? mean(values) : null,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    n: values.length,
    leftOut: readings.length - values.length,
    reasons,
  };
}

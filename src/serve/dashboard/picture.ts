/** Buckets as the page takes them: lists of short numbers. */
import { type Buckets, oddWords } from './buckets.ts';
import type { Curve, Heat, Num } from './wire.ts';

/** Digits that a screen can show. */
const digits = 5;
const short = (value: number): number => Number(value.toPrecision(digits));

export function curveOf(buckets: Buckets): Curve {
  const cells = Array.from({ length: buckets.length }, (_, i) => i);
  const odd = cells.flatMap((i): [number, Exclude<Num, number>][] => {
    const word = oddWords[buckets.odd[i] as number];
    return word === '' || word === undefined ? [] : [[i, word]];
  });
  const of = (value: (i: number) => number) => cells.map((i) => (buckets.count[i] === 0 ? null : short(value(i))));
  return {
    steps: stepsOf(buckets),
    mean: of((i) => (buckets.sum[i] as number) / (buckets.count[i] as number)),
    ...(buckets.merged && { low: of((i) => buckets.low[i] as number), high: of((i) => buckets.high[i] as number) }),
    odd,
  };
}

export function heatOf(series: string, labels: readonly string[], buckets: Buckets): Heat {
  const rows = (of: Float64Array): (Num | null)[][] =>
    Array.from({ length: buckets.places }, (_, place) =>
      Array.from({ length: buckets.length }, (_, column) => {
        const cell = column * buckets.places + place;
        const word = oddWords[buckets.odd[cell] as number];
        return word ? word : buckets.count[cell] === 0 ? null : short(of[cell] as number);
      }),
    );
  return { series, labels, steps: stepsOf(buckets), last: buckets.last, low: rows(buckets.low), high: rows(buckets.high) };
}

const stepsOf = (buckets: Buckets): number[] => Array.from(buckets.steps.subarray(0, buckets.length));

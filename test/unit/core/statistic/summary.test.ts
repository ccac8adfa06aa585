/** A mean never hides what it leaves out, and every result survives JSON. */
import { describe, expect, it } from 'vitest';
import { fromJsonNumber, toJson } from '../../../../src/core/json.ts';
import * as statistic from '../../../../src/core/statistic/index.ts';

const { summarize } = statistic;

describe('summary', () => {
  it('counts what it leaves out, by reason', () => {
    const found = summarize([1, 2, 3, { leftOut: 'diverged' }, { leftOut: 'failed' }, { leftOut: 'diverged' }, Number.NaN]);
    expect(found).toMatchObject({ mean: 2, n: 3, leftOut: 4, reasons: { diverged: 2, failed: 1, 'not-finite': 1 } });
    // t(2) = 4.3027, s = 1.
    expect(found.high).toBeCloseTo(2 + 4.30265273 / Math.sqrt(3), 7);
  });
  it('is empty rather than NaN', () => {
    expect(summarize([])).toEqual({ mean: null, low: null, high: null, n: 0, leftOut: 0, reasons: {} });
    expect(summarize([{ leftOut: 'diverged' }])).toMatchObject({ mean: null, n: 0, leftOut: 1 });
    expect(summarize([5])).toMatchObject({ mean: 5, low: null, high: null, n: 1 });
    expect(summarize([Number.POSITIVE_INFINITY, 5])).toMatchObject({ mean: 5, n: 1, leftOut: 1 });
  });
  it('takes another interval', () => {
    expect(summarize([1, 3], (values) => ({ low: Math.min(...values), high: Math.max(...values) }))).toMatchObject({ low: 1, high: 3 });
  });
});

describe('JSON', () => {
  const lost = [1, 2, Number.NaN, Number.POSITIVE_INFINITY];
  const results: Readonly<Record<string, unknown>> = {
    summary: summarize(lost),
    paired: statistic.pairedDifference(lost),
    interquartile: statistic.interquartileInterval([lost]),
    survival: statistic.kaplanMeier([{ steps: 3, diverged: true }]),
    logRank: statistic.logRank([{ steps: 3, diverged: true }], []),
    ranks: statistic.meanRanks([[null, null]]),
    sensitivity: statistic.lrSensitivity([{ lr: 1, losses: lost }], lost),
    tolerance: statistic.maximumTolerableRate(lost, [1, 2, 3, 4]),
    warmup: statistic.warmupMeter([{ warmup: 0, survived: 0, n: 3 }]),
    floor: statistic.noiseFloor(lost),
    family: statistic.testFamily([lost, []]),
  };
  const restore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(restore);
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, restore(child)]));
    return ['NaN', 'Infinity', '-Infinity'].includes(value as string) ? fromJsonNumber(value) : value;
  };

  it.each(Object.keys(results))('gives %s back as it was', (name) => {
    expect(restore(JSON.parse(toJson(results[name])))).toEqual(results[name]);
  });
  it('keeps what is infinite', () => {
    expect(toJson(results.interquartile)).toContain('"estimate":"Infinity"');
  });
});

/** The interquartile mean against scipy.stats.trim_mean, and its stratified interval. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../../src/core/random.ts';
import { type InterquartileMean, interquartileInterval, interquartileMean, resampleStrata } from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

describe('interquartile mean', () => {
  it.each(expected.trimMean)('of %i values', (n, value) => {
    expect(interquartileMean(expected.losses.slice(0, n))).toBeCloseTo(value, 12);
  });
  it('cuts a lost run while those are a quarter at most, and is infinite beyond', () => {
    expect(interquartileMean([1, 2, 3, Number.NaN])).toBe(2.5);
    expect(interquartileMean([1, 2, Number.NaN, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(interquartileMean([])).toBeNaN();
  });
});

describe('its interval', () => {
  const tasks = [
    [1, 1.1, 1.2, 0.9, 1.05],
    [5, 5.1, 5.2, 4.9, 5.05],
  ];
  it('draws within tasks, so that differences between tasks add nothing to its width', () => {
    const stratified = interquartileInterval(tasks) as InterquartileMean;
    const pooled = interquartileInterval([tasks.flat()]) as InterquartileMean;
    expect(stratified.estimate).toBe(pooled.estimate);
    expect(stratified.n).toBe(10);
    expect(stratified.high - stratified.low).toBeLessThan(0.5 * (pooled.high - pooled.low));
    expect(interquartileInterval(tasks)).toEqual(stratified);
    const drawn = resampleStrata(tasks, random(1, 'strata'));
    expect(drawn.filter((value) => value < 2).length).toBe(5);
  });
  it('contains the estimate, and is wider at a higher level', () => {
    const [narrow, wide] = [0.5, 0.99].map((level) => interquartileInterval([expected.losses], { level }) as InterquartileMean);
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect(narrow.low).toBeLessThanOrEqual(narrow.estimate);
    expect(narrow.high).toBeGreaterThanOrEqual(narrow.estimate);
  });
  it('reaches to infinity where some draws do', () => {
    const found = interquartileInterval([[1, 2, 3, 2, 1, 3, 2, Number.NaN]]) as InterquartileMean;
    expect(found.estimate).toBeLessThan(3);
    expect(found.high).toBe(Number.POSITIVE_INFINITY);
    expect(found.low).toBeLessThan(3);
  });
  it('is nothing without two runs of a task', () => {
    expect([interquartileInterval([]), interquartileInterval([[1], [2]])]).toEqual([null, null]);
  });
});

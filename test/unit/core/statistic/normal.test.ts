/** Quantiles against scipy. */
import { describe, expect, it } from 'vitest';
import { chiSquareQuantile, median, normalCdf, normalQuantile, sortedQuantile } from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

describe('normal and chi-square', () => {
  it.each(expected.normalQuantile)('Φ⁻¹(%f)', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });
  it.each(expected.normalCdf)('Φ(%f)', (z, p) => {
    expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-12);
  });
  it.each(expected.chiSquareQuantile)('χ²(%f) with %i degrees', (p, freedom, x) => {
    expect(Math.abs(chiSquareQuantile(p, freedom) / x - 1)).toBeLessThan(1e-9);
  });
  it('reaches out to infinity at the ends', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

describe('order statistics', () => {
  it('are values that are there', () => {
    const sorted = Array.from({ length: 9999 }, (_, i) => i + 1);
    expect([sortedQuantile(sorted, 0.025), sortedQuantile(sorted, 0.975)]).toEqual([250, 9750]);
    expect([sortedQuantile(sorted, 0), sortedQuantile(sorted, 1)]).toEqual([1, 9999]);
    expect(sortedQuantile([1, 2, Number.POSITIVE_INFINITY], 0.9)).toBe(Number.POSITIVE_INFINITY);
  });
  it('the median takes lost numbers as the largest', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([1, Number.NaN, 2])]).toEqual([2, 2.5, 2]);
    expect(median([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])).toBe(Number.POSITIVE_INFINITY);
    expect(median([])).toBeNaN();
  });
});

/** Statistics against textbook numbers, closed forms and simulation; nothing here is computed by the code it judges. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../../../src/core/random.ts';
import { holm, logLogSlope, mean, pairsNeeded, tInterval, tTest, variance, wilson } from '../../../../src/core/statistic/index.ts';

/** Student's own example (1908): hours of sleep gained with one drug over the other, ten patients. */
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('mean and variance', () => {
  it('by hand', () => {
    expect(mean([2, 4, 9])).toBe(5);
    expect(variance([2, 4, 9])).toBe(13);
    expect(variance([1, 1, 1])).toBe(0);
  });
});

describe('t interval', () => {
  it("is that of Student's sleep data", () => {
    const { mean: center, low, high } = tInterval(sleep) as { mean: number; low: number; high: number };
    expect(center).toBeCloseTo(1.58, 12);
    expect(low).toBeCloseTo(0.7001142, 6);
    expect(high).toBeCloseTo(2.4598858, 6);
  });

  // t(0.975) from printed tables.
  it.each([
    [2, 12.70620474],
    [3, 4.30265273],
    [5, 2.77644511],
    [31, 2.04227246],
  ])('of %i numbers reaches t standard errors', (n, t) => {
    const values = Array.from({ length: n }, (_, i) => i);
    const { mean: center, high } = tInterval(values) as { mean: number; high: number };
    const error = Math.sqrt((n * (n + 1)) / 12 / n);
    expect((high - center) / error).toBeCloseTo(t, 7);
  });

  it('takes another level', () => {
    const { low, high } = tInterval([1, 2, 3, 4, 5], 0.9) as { low: number; high: number };
    expect((high - low) / 2).toBeCloseTo(2.13184679 * Math.sqrt(0.5), 7);
  });

  it('covers the truth 95 times in 100', () => {
    const stream = random(1, 'coverage');
    const covered = Array.from({ length: 4000 }, () => {
      const { low, high } = tInterval(Array.from({ length: 4 }, () => 3 + 2 * stream.normal())) as { low: number; high: number };
      return low <= 3 && 3 <= high ? 1 : 0;
    });
    expect(mean(covered)).toBeGreaterThan(0.94);
    expect(mean(covered)).toBeLessThan(0.96);
  });

  it('is nothing for fewer than two numbers', () => {
    expect([tInterval([]), tInterval([3])]).toEqual([null, null]);
  });
});

describe('t test', () => {
  it("is that of Student's sleep data", () => {
    expect(tTest(sleep)).toBeCloseTo(0.00283289, 7);
    expect(tTest(sleep.map((value) => -value))).toBeCloseTo(0.00283289, 7);
  });

  const numbers = fc.double({ min: -5, max: 5, noNaN: true });
  const statistic = (values: readonly number[]) => mean(values) / Math.sqrt(variance(values) / values.length);
  const clear = (values: readonly number[]) => variance(values) > 1e-3;

  it('has the closed form of one degree of freedom', () => {
    fc.assert(
      fc.property(fc.tuple(numbers, numbers).filter(clear), (values) => {
        expect(tTest(values)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.abs(statistic(values))), 9);
      }),
      { seed: 1 },
    );
  });
  it('has the closed form of two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.tuple(numbers, numbers, numbers).filter(clear), (values) => {
        const t = Math.abs(statistic(values));
        expect(tTest(values)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 9);
      }),
      { seed: 1 },
    );
  });

  it('calls a true difference of nothing significant 5 times in 100', () => {
    const stream = random(2, 'null');
    const hits = Array.from({ length: 4000 }, () => ((tTest(Array.from({ length: 5 }, () => stream.normal())) as number) < 0.05 ? 1 : 0));
    expect(mean(hits)).toBeGreaterThan(0.04);
    expect(mean(hits)).toBeLessThan(0.06);
  });

  it('knows the ends', () => {
    expect([tTest([]), tTest([1])]).toEqual([null, null]);
    expect(tTest([0, 0, 0])).toBe(1);
    expect(tTest([2, 2, 2])).toBe(0);
    expect(tTest([1, -1])).toBe(1);
  });
});

describe('Holm', () => {
  it('is the worked example, in the order given', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => {
      expect(corrected[i]).toBeCloseTo(expected, 12);
    });
  });
  it('never makes a p value smaller, nor larger than Bonferroni, nor swaps two', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (values) => {
        const corrected = holm(values);
        corrected.forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(values[i] as number);
          expect(p).toBeLessThanOrEqual(Math.min(1, values.length * (values[i] as number)));
          for (const [j, other] of corrected.entries())
            if ((values[i] as number) < (values[j] as number)) expect(p).toBeLessThanOrEqual(other);
        });
      }),
      { seed: 1 },
    );
  });
  it('leaves one p value alone', () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });
});

describe('Wilson', () => {
  // Newcombe 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('%i of %i', (successes, n, low, high) => {
    const found = wilson(successes, n);
    expect(found.rate).toBe(successes / n);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });
});

describe('pairs needed', () => {
  /** Two differences whose mean is `size` sample standard deviations. */
  const observed = (size: number) => [size - Math.SQRT1_2, size + Math.SQRT1_2];

  // Sample sizes of the paired t test at 5%, power 80%, as G*Power gives them.
  it.each([
    [0.2, 199],
    [0.5, 34],
    [0.8, 15],
    [1, 10],
  ])('a difference of %f standard deviations needs %i', (size, expected) => {
    expect(pairsNeeded(observed(size))).toBe(expected);
    expect(pairsNeeded(observed(-size))).toBe(expected);
  });

  it.each([0.35, 0.5, 0.8, 1.1])('for %f standard deviations the power at that number is about 80%%', (size) => {
    const n = pairsNeeded(observed(size)) as number;
    const power = (pairs: number) => {
      const stream = random(3, `power/${size}/${pairs}`);
      const hits = Array.from({ length: 3000 }, () => {
        const p = tTest(Array.from({ length: pairs }, () => size + stream.normal())) as number;
        return p < 0.05 ? 1 : 0;
      });
      return mean(hits);
    };
    expect(power(n)).toBeGreaterThan(0.775);
    expect(power(Math.max(2, Math.round(n * 0.85)))).toBeLessThan(0.8);
    expect(power(n)).toBeLessThan(0.86);
  });

  it('never asks for fewer than two, nor for more than its limit', () => {
    expect(pairsNeeded([5, 5.000001])).toBe(2);
    expect(pairsNeeded([1e-6, -0.9e-6, 1, -1])).toBe(10_000);
    expect(pairsNeeded([1, -1.001], 500)).toBe(500);
  });
  it('has no answer without an observed difference', () => {
    expect([pairsNeeded([]), pairsNeeded([1]), pairsNeeded([1, -1])]).toEqual([null, null, null]);
  });
});

describe('log-log slope', () => {
  it('is the exponent of an exact power law', () => {
    const x = [4, 8, 16, 32];
    expect(
      logLogSlope(
        x,
        x.map((value) => 3 * value ** -0.5),
      ),
    ).toBeCloseTo(-0.5, 12);
    expect(
      logLogSlope(
        x,
        x.map(() => 7),
      ),
    ).toBeCloseTo(0, 12);
    expect(logLogSlope([1, 10], [5, 5000])).toBeCloseTo(3, 12);
  });
  it('is the least-squares fit where the law is not exact', () => {
    // Points (0, 0), (1, 2), (2, 1) on log axes: slope 1/2.
    expect(logLogSlope([1, Math.E, Math.E ** 2], [1, Math.E ** 2, Math.E])).toBeCloseTo(0.5, 12);
  });
  it('does not hide a number that is none', () => {
    expect(logLogSlope([1, 2], [1, Number.NaN])).toBeNaN();
  });
});

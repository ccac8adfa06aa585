/** Bootstrap intervals against scipy.stats.bootstrap with 400 000 draws, and against what must hold. */
import { describe, expect, it } from 'vitest';
import {
  type BootstrapMethod,
  type Bounds,
  bootstrapInterval,
  mean,
  median,
  standardError,
  variance,
} from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

const { losses } = expected;
const methods: BootstrapMethod[] = ['percentile', 'bca', 'studentized'];

describe('bootstrap interval', () => {
  it.each([
    ['mean', 'percentile', mean],
    ['mean', 'bca', mean],
    ['median', 'percentile', median],
    ['median', 'bca', median],
    ['variance', 'percentile', variance],
    ['variance', 'bca', variance],
  ] as const)('%s, %s', (name, method, statistic) => {
    const [low, high] = expected.bootstrap[`${name}/${method}`];
    const found = bootstrapInterval(losses, { method, statistic, draws: 99_999 }) as Bounds;
    // From seed to seed the ends of a mean's interval move by about 0.001, those of a variance by less.
    const tolerance = name === 'variance' ? 0.001 : 0.004;
    expect(Math.abs(found.low - low)).toBeLessThan(tolerance);
    expect(Math.abs(found.high - high)).toBeLessThan(tolerance);
  });

  it.each(methods)('%s: the same for the same seed, moved and scaled with the values', (method) => {
    const plain = bootstrapInterval(losses, { method }) as Bounds;
    expect(bootstrapInterval(losses, { method })).toEqual(plain);
    expect(bootstrapInterval(losses, { method, seed: 1 })).not.toEqual(plain);
    const moved = bootstrapInterval(
      losses.map((value) => 8 + 2 * value),
      { method },
    ) as Bounds;
    expect(moved.low).toBeCloseTo(8 + 2 * plain.low, 9);
    expect(moved.high).toBeCloseTo(8 + 2 * plain.high, 9);
  });
  it.each(methods)('%s: wider at a higher level, and about the mean', (method) => {
    const [narrow, wide] = [0.8, 0.99].map((level) => bootstrapInterval(losses, { method, level }) as Bounds);
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect(narrow.low).toBeLessThan(mean(losses));
    expect(narrow.high).toBeGreaterThan(mean(losses));
  });
  it('BCa follows the skew of the sample', () => {
    const skewed = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 6];
    const reach = (method: BootstrapMethod) => (bootstrapInterval(skewed, { method }) as Bounds).high - mean(skewed);
    expect(reach('bca')).toBeGreaterThan(reach('percentile'));
  });

  it('studentized reaches further to the side of the long tail', () => {
    const skewed = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 6];
    const { low, high } = bootstrapInterval(skewed) as Bounds;
    expect(high - mean(skewed)).toBeGreaterThan(3 * (mean(skewed) - low));
  });
  it('studentized is near the t interval for many normal-like values', () => {
    const values = Array.from({ length: 200 }, (_, i) => Math.sin(i * i) + Math.cos(3 * i));
    const half = 1.972 * Math.sqrt(variance(values) / 200);
    const { low, high } = bootstrapInterval(values, { method: 'studentized' }) as Bounds;
    expect(Math.abs(low - (mean(values) - half)) / half).toBeLessThan(0.05);
    expect(Math.abs(high - (mean(values) + half)) / half).toBeLessThan(0.05);
  });

  it('says nothing of too few values or of one that is not finite, and has no width without spread', () => {
    expect(bootstrapInterval([1, 2, 3])).toBeNull();
    expect(bootstrapInterval([1, 2], { method: 'bca' })).toBeNull();
    expect(bootstrapInterval([1], { method: 'percentile' })).toBeNull();
    expect(bootstrapInterval([1, 2, 3, Number.NaN])).toBeNull();
    expect(bootstrapInterval([1, 2, 3, Number.POSITIVE_INFINITY])).toBeNull();
    for (const method of methods) expect(bootstrapInterval([7, 7, 7, 7], { method })).toEqual({ low: 7, high: 7 });
  });
  it('the jackknife error of a mean is s / √n', () => {
    const alsoMean = (values: readonly number[]) => mean(values);
    expect(standardError(losses, alsoMean)).toBeCloseTo(standardError(losses, mean), 12);
  });
});

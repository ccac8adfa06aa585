/** The noise floor and what it lets one see, against scipy and statsmodels. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../../src/core/random.ts';
import {
  detectableDifference,
  type NoiseFloor,
  noiseFloor,
  pairsNeeded,
  planSeeds,
  pooledNoiseFloor,
} from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

describe('noise floor', () => {
  it('is the standard deviation, with the interval of printed χ² tables', () => {
    // s² = 2.5, n = 5: χ²(0.975, 4) = 11.1433, χ²(0.025, 4) = 0.4844.
    const { sd, low, high, n } = noiseFloor([1, 2, 3, 4, 5]) as NoiseFloor;
    expect([sd, n]).toEqual([Math.sqrt(2.5), 5]);
    expect(low).toBeCloseTo(Math.sqrt(10 / 11.1433), 4);
    expect(high).toBeCloseTo(Math.sqrt(10 / 0.48442), 4);
  });
  it('covers the truth 95 times in 100', () => {
    const stream = random(1, 'noise floor');
    const covered = Array.from(
      { length: 2000 },
      () => noiseFloor(Array.from({ length: 5 }, () => 3 * stream.normal())) as NoiseFloor,
    ).filter(({ low, high }) => low <= 3 && 3 <= high);
    expect(covered.length / 2000).toBeGreaterThan(0.935);
    expect(covered.length / 2000).toBeLessThan(0.965);
  });
  it('is 0 where nothing moves, and nothing of one value or a lost one', () => {
    expect(noiseFloor([2, 2, 2])).toEqual({ sd: 0, low: 0, high: 0, n: 3 });
    expect([noiseFloor([]), noiseFloor([1]), noiseFloor([1, Number.NaN])]).toEqual([null, null, null]);
  });
});

describe('detectable difference', () => {
  it.each(expected.power as [number, number, number][])('of %i pairs has about 80%% power by statsmodels', (n, reach, power) => {
    expect(detectableDifference(1, n)).toBeCloseTo(reach, 9);
    expect(detectableDifference(0.02, n)).toBeCloseTo(0.02 * reach, 9);
    expect(Math.abs(power - 0.8)).toBeLessThan(n < 5 ? 0.04 : 0.01);
  });
  it('is what so many pairs are needed for', () => {
    for (const n of [5, 10, 34, 199]) {
      const size = (detectableDifference(1, n) as number) * (1 + 1e-9);
      expect(pairsNeeded([size - Math.SQRT1_2, size + Math.SQRT1_2])).toBe(n);
    }
  });
  it('grows with power and level; one pair detects nothing', () => {
    const plain = detectableDifference(1, 8) as number;
    expect(detectableDifference(1, 8, { power: 0.9 })).toBeGreaterThan(plain);
    expect(detectableDifference(1, 8, { level: 0.99 })).toBeGreaterThan(plain);
    expect([detectableDifference(1, 1), detectableDifference(1, 0)]).toEqual([null, null]);
  });
});

describe('plan', () => {
  /** Two differences with a mean of half a standard deviation: 34 pairs, by G*Power. */
  const observed = [0.5 - Math.SQRT1_2, 0.5 + Math.SQRT1_2];
  it('says how many seeds more, and how long they take', () => {
    expect(planSeeds(observed, { secondsPerRun: 10 })).toEqual({ pairs: 34, more: 32, seconds: 640, atLimit: false });
    expect(planSeeds(observed, { secondsPerRun: 10, runsPerSeed: 3, workers: 4 })?.seconds).toBe(240);
    expect(planSeeds(observed, { secondsPerRun: 10, workers: 3 })?.seconds).toBe(22 * 10);
  });
  it('asks for one more at least, says when it stops counting, and has no plan without a difference', () => {
    expect(planSeeds([5, 5.1, 4.9, 5], { secondsPerRun: 1 })?.more).toBe(1);
    expect(planSeeds([1, -1.001], { secondsPerRun: 1 }, 500)).toMatchObject({ pairs: 500, more: 498, atLimit: true });
    expect([planSeeds([], { secondsPerRun: 1 }), planSeeds([1, -1], { secondsPerRun: 1 })]).toEqual([null, null]);
  });
});

describe('the noise floor over several arms', () => {
  it('pools squares by degrees of freedom: 2·1 and 1·2 over 3, chi-square quantiles from printed tables', () => {
    const floor = pooledNoiseFloor([[1, 2, 3], [5, 7], [9]]) as NoiseFloor;
    expect(floor.sd).toBeCloseTo(Math.sqrt(4 / 3), 12);
    expect(floor.n).toBe(5);
    // χ²(3): 0.2158 at 2.5%, 9.3484 at 97.5%.
    expect(floor.low).toBeCloseTo(Math.sqrt(4 / 9.3484), 4);
    expect(floor.high).toBeCloseTo(Math.sqrt(4 / 0.2158), 2);
  });

  it('is nothing without two values of one arm, or with one that is not finite', () => {
    expect([pooledNoiseFloor([]), pooledNoiseFloor([[1], [2]]), pooledNoiseFloor([[1, Number.NaN]])]).toEqual([null, null, null]);
  });
});

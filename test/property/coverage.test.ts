/** How often the intervals cover a planted difference, in simulated studies. The table in src/core/statistic/bootstrap.ts is of such. */
import { describe, expect, it } from 'vitest';
import { type Random, random } from '../../src/core/random.ts';
import { type Bounds, bootstrapInterval, tInterval } from '../../src/core/statistic/index.ts';

const effect = 0.5;
const studies = 1000;

/** What a paired difference is besides the effect; the mean is 0. */
const noises: Readonly<Record<string, (stream: Random) => number>> = {
  normal: (stream) => stream.normal(),
  /** Either arm diverges once in ten runs, and then counts two nats more. */
  diverging: (stream) => 0.1 * stream.normal() + (stream.uniform() < 0.1 ? 2 : 0) - (stream.uniform() < 0.1 ? 2 : 0),
};

function coverage(noise: string, n: number, interval: (values: readonly number[], study: number) => Bounds | null): number {
  const stream = random(1, `coverage/${noise}/${n}`);
  let covered = 0;
  for (let study = 0; study < studies; study++) {
    const found = interval(
      Array.from({ length: n }, () => effect + (noises[noise] as (stream: Random) => number)(stream)),
      study,
    );
    if (found && found.low <= effect && effect <= found.high) covered++;
  }
  return covered / studies;
}

describe('a planted difference', () => {
  it.each([5, 8, 12])('of %i pairs is covered by the t interval 95 times in 100, and no less where runs diverge', (n) => {
    const normal = coverage('normal', n, (values) => tInterval(values));
    expect(normal).toBeGreaterThan(0.92);
    expect(normal).toBeLessThan(0.98);
    expect(coverage('diverging', n, (values) => tInterval(values))).toBeGreaterThan(0.95);
  });

  it.each([5, 8, 12])('of %i pairs is covered by the studentized bootstrap as often, by BCa and percentile less', (n) => {
    const by = (method: 'studentized' | 'bca' | 'percentile') =>
      coverage('normal', n, (values, seed) => bootstrapInterval(values, { method, seed, draws: 499 }));
    const studentized = by('studentized');
    expect(studentized).toBeGreaterThan(0.92);
    expect(studentized).toBeLessThan(0.98);
    expect(by('bca')).toBeLessThan(0.92);
    expect(by('percentile')).toBeLessThan(0.92);
  });
});

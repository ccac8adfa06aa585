/** Ranks in which a diverged run is an outcome, against scipy and by hand. */
import { describe, expect, it } from 'vitest';
import { compareOutcomes, meanRanks, type Outcome, ranks } from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

const finished = (loss: number): Outcome => ({ loss, divergedAt: null });
const lost = (divergedAt: number): Outcome => ({ loss: 0, divergedAt });

describe('ranks', () => {
  it('average ties, as scipy.stats.rankdata', () => {
    const [values, found] = expected.ranks as [number[], number[]];
    expect(ranks(values, (a, b) => a - b)).toEqual(found);
    expect(ranks([], () => 0)).toEqual([]);
  });
  it('put the diverged last, the earliest worst of all, whatever loss they claim', () => {
    const outcomes = [lost(10), finished(2.2), lost(50), finished(9), lost(10), finished(2.1)];
    expect(ranks(outcomes, compareOutcomes)).toEqual([5.5, 2, 4, 3, 5.5, 1]);
  });
  it('take a final loss that is none as diverged at the end', () => {
    expect(ranks([lost(99), finished(Number.NaN), finished(5), finished(Number.POSITIVE_INFINITY)], compareOutcomes)).toEqual([
      4, 2.5, 1, 2.5,
    ]);
  });
});

describe('mean ranks', () => {
  const rows = expected.friedman.rows.map((row) => row.map(finished));
  it("are Friedman's, with ties as scipy corrects them; p counts every order", () => {
    const found = meanRanks(rows);
    found.ranks.forEach((rank, i) => {
      expect(rank).toBeCloseTo(expected.friedman.ranks[i] as number, 12);
    });
    expect(found.statistic).toBeCloseTo(expected.friedman.statistic, 12);
    expect(found.test).toMatchObject({ exact: true, draws: 6 ** 5 });
    expect(found.test?.p).toBeCloseTo(expected.friedman.p, 12);
  });
  it('draw near what they count', () => {
    const drawn = meanRanks(rows, { countUpTo: 0 }).test;
    expect(drawn?.exact).toBe(false);
    expect(Math.abs((drawn?.p as number) - expected.friedman.p)).toBeLessThan(0.015);
  });
  it('leave out a seed on which an arm has no outcome, and say so; a diverged one stays', () => {
    const found = meanRanks([
      [finished(1), lost(5), finished(2)],
      [finished(1), null, finished(2)],
      [finished(2), lost(9), finished(1)],
    ]);
    expect(found).toMatchObject({ n: 2, leftOut: 1, ranks: [1.5, 3, 1.5] });
  });
  it('have nothing to test where all is tied or nothing is there', () => {
    expect(meanRanks([[finished(1), finished(1)]])).toMatchObject({ ranks: [1.5, 1.5], statistic: null, test: null });
    expect(meanRanks([])).toEqual({ ranks: [], n: 0, leftOut: 0, statistic: null, test: null });
    expect(meanRanks([[finished(3)], [finished(4)]])).toMatchObject({ ranks: [1], statistic: null });
  });
});

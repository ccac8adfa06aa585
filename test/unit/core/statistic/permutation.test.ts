/** Permutation tests against scipy's, and counted ones against drawn ones. */
import { describe, expect, it } from 'vitest';
import { choose, type PermutationTest, signedRanks, signFlip, splitTest } from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

const { differences, losses } = expected;
const p = (test: PermutationTest | null) => (test as PermutationTest).p;

describe('sign-flip test', () => {
  it.each(expected.signFlip)('of the mean of %i differences is scipy.stats.permutation_test', (n, pValue) => {
    expect(signFlip(differences.slice(0, n))).toMatchObject({ p: pValue, exact: true, draws: 2 ** n });
  });
  it.each(expected.signedRank)('of the ranks of %i differences is scipy.stats.wilcoxon', (n, pValue) => {
    expect(p(signFlip(differences.slice(0, n), { statistic: 'signed-rank' }))).toBeCloseTo(pValue, 12);
  });

  it.each([
    [1, 1],
    [2, 1 / 2],
    [5, 1 / 16],
    [6, 1 / 32],
    [8, 1 / 128],
  ])('of %i pairs cannot go below %f, and says so', (n, smallest) => {
    const allWorse = Array.from({ length: n }, (_, i) => 1 + i / 10);
    expect(signFlip(allWorse)).toMatchObject({ p: smallest, smallest });
    expect(signFlip(allWorse, { statistic: 'signed-rank' })).toMatchObject({ p: smallest, smallest });
    expect(signFlip(allWorse.map((value, i) => (i % 2 ? value : -value)))?.smallest).toBe(smallest);
  });
  it('knows that equal pairs cannot show anything', () => {
    expect(signFlip([1, 2, 3, 0, 0])).toMatchObject({ p: 1 / 4, smallest: 1 / 4 });
    expect(signFlip([0, 0, 0])).toMatchObject({ p: 1, smallest: 1 });
    expect(signFlip([0, 0, 0], { statistic: 'signed-rank' })).toMatchObject({ p: 1, smallest: 1 });
  });
  it('takes sums that are equal on paper as equal', () => {
    expect(p(signFlip([0.1, 0.2, -0.3]))).toBe(1);
    expect(p(signFlip([0.1, 0.2, 0.3]))).toBe(1 / 4);
  });

  it('draws where there is too much to count: near the count, never 0, the same each time', () => {
    const counted = p(signFlip(differences));
    const drawn = signFlip(differences, { countUpTo: 10 }) as PermutationTest;
    expect(drawn).toMatchObject({ exact: false, draws: 9999, smallest: 1e-4 });
    expect(Math.abs(drawn.p - counted)).toBeLessThan(4 * Math.sqrt((counted * (1 - counted)) / 9999));
    expect(signFlip(differences, { countUpTo: 10 })).toEqual(drawn);
    expect(p(signFlip(differences, { countUpTo: 10, seed: 1 }))).not.toBe(drawn.p);
    expect(p(signFlip(Array.from({ length: 40 }, (_, i) => 1 + i)))).toBe(1e-4);
  });

  it('has nothing to say of nothing, nor the mean of a difference that is infinite; ranks do', () => {
    expect([signFlip([]), signFlip([1, Number.NaN]), signFlip([1, Number.POSITIVE_INFINITY])]).toEqual([null, null, null]);
    expect(p(signFlip([1, 2, 3, 4, Number.POSITIVE_INFINITY], { statistic: 'signed-rank' }))).toBe(1 / 16);
    expect(signFlip([1, Number.NaN], { statistic: 'signed-rank' })).toBeNull();
  });
  it('ranks sizes, ties shared, zeros dropped', () => {
    expect(signedRanks([-3, 1, 0, -1, 2])).toEqual([-4, 1.5, -1.5, 3]);
  });
});

describe('split test', () => {
  it('is scipy.stats.permutation_test of independent samples', () => {
    expect(p(splitTest(losses.slice(0, 4), losses.slice(4)))).toBeCloseTo(expected.split, 12);
  });
  it('draws near what it counts', () => {
    const counted = splitTest(losses.slice(0, 4), losses.slice(4)) as PermutationTest;
    const drawn = splitTest(losses.slice(0, 4), losses.slice(4), { countUpTo: 0 }) as PermutationTest;
    expect([counted.exact, counted.draws, drawn.exact]).toEqual([true, 330, false]);
    expect(Math.abs(drawn.p - counted.p)).toBeLessThan(0.018);
  });
  it('cannot go below 2 of all splits', () => {
    expect(splitTest([1, 2, 3], [4, 5, 6])).toMatchObject({ p: 0.1, smallest: 0.1 });
    expect([splitTest([], [1]), splitTest([1], [])]).toEqual([null, null]);
  });
  it('counts splits', () => {
    expect([choose(8, 4), choose(13, 6), choose(5, 0), choose(5, 5)]).toEqual([70, 1716, 1, 1]);
  });
});

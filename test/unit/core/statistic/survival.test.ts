/** Survival against a textbook (Freireich et al. 1963, as in Kalbfleisch & Prentice and in Stata's manual) and statsmodels. */
import { describe, expect, it } from 'vitest';
import { kaplanMeier, type Lifetime, logRank, survivalAt } from '../../../../src/core/statistic/index.ts';
import expected from './expected.json' with { type: 'json' };

const lives = (diverged: readonly number[], censored: readonly number[] = []): Lifetime[] => [
  ...diverged.map((steps) => ({ steps, diverged: true })),
  ...censored.map((steps) => ({ steps, diverged: false })),
];
/** Weeks of remission under 6-mercaptopurine and under placebo. */
const treated = lives([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
const placebo = lives([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

describe('Kaplan–Meier', () => {
  it.each([
    [6, 0.8571, 0.6197, 0.9516],
    [7, 0.8067, 0.5631, 0.9228],
    [10, 0.7529, 0.5032, 0.8894],
    [13, 0.6902, 0.4316, 0.8491],
    [16, 0.6275, 0.3675, 0.8049],
    [22, 0.5378, 0.2678, 0.7468],
    [23, 0.4482, 0.1881, 0.6801],
    [34, 0.4482, 0.1881, 0.6801],
  ])('at week %i of the leukaemia data', (week, survival, low, high) => {
    const point = survivalAt(kaplanMeier(treated), week);
    expect(point?.survival).toBeCloseTo(survival, 4);
    expect(point?.low).toBeCloseTo(low, 4);
    expect(point?.high).toBeCloseTo(high, 4);
  });

  it.each(['a', 'b'] as const)('arm %s is what statsmodels says', (arm) => {
    const runs = expected.lives[arm].map(([steps, diverged]) => ({ steps: steps as number, diverged: diverged === 1 }));
    const curve = kaplanMeier(runs);
    for (const { step, ...row } of expected.kaplanMeier[arm]) {
      const point = survivalAt(curve, step);
      expect(point?.atRisk).toBe(row.atRisk);
      expect(point?.survival).toBeCloseTo(row.survival, 12);
      expect(point?.low).toBeCloseTo(row.low, 9);
      expect(point?.high).toBeCloseTo(row.high, 9);
    }
  });

  it('without censoring is the share that is left; finished runs are censored at their length', () => {
    const curve = kaplanMeier(lives([3, 5], [10, 10, 10]));
    expect(curve.map(({ step, survival }) => [step, survival])).toEqual([
      [0, 1],
      [3, expect.closeTo(0.8, 12)],
      [5, expect.closeTo(0.6, 12)],
      [10, expect.closeTo(0.6, 12)],
    ]);
    expect(curve.at(-1)).toMatchObject({ atRisk: 3, diverged: 0, censored: 3 });
  });
  it('a run that ends where another diverges was at risk there', () => {
    expect(survivalAt(kaplanMeier(lives([5], [5])), 5)?.survival).toBe(0.5);
  });
  it('has no interval where none is defined, and no curve of nothing', () => {
    const point = { low: null, high: null };
    expect(kaplanMeier(lives([], [10, 10])).map(({ survival, low, high }) => ({ survival, low, high }))).toEqual([
      { survival: 1, ...point },
      { survival: 1, ...point },
    ]);
    expect(kaplanMeier(lives([4, 4])).at(-1)).toMatchObject({ survival: 0, ...point });
    expect(kaplanMeier([])).toEqual([]);
    expect(survivalAt([], 3)).toBeNull();
  });
  it('takes a run that diverged at step 0', () => {
    expect(kaplanMeier(lives([0], [9]))[0]).toMatchObject({ step: 0, atRisk: 2, diverged: 1, survival: 0.5 });
  });
});

describe('log-rank test', () => {
  it('is the published one of the leukaemia data', () => {
    const found = logRank(treated, placebo);
    expect(found.observed).toBe(9);
    expect(found.expected).toBeCloseTo(19.25, 2);
    expect(found.chiSquare).toBeCloseTo(16.793, 3);
    expect(found.asymptoticP).toBeCloseTo(4.17e-5, 7);
    expect(found.permutation).toMatchObject({ exact: false, p: 1e-4 });
  });
  it('is that of statsmodels, and the permutation counts all splits', () => {
    const runs = (arm: 'a' | 'b') => expected.lives[arm].map(([steps, diverged]) => ({ steps: steps as number, diverged: diverged === 1 }));
    const found = logRank(runs('a'), runs('b'));
    expect(found.chiSquare).toBeCloseTo(expected.logRank.chiSquare, 9);
    expect(found.asymptoticP).toBeCloseTo(expected.logRank.p, 9);
    expect(found.permutation?.p).toBeCloseTo(expected.logRank.permutation, 12);
    expect(found.permutation?.draws).toBe(1716);
  });
  it('of three against three cannot go below 1 in 10, where the asymptotic p pretends to', () => {
    const found = logRank(lives([5, 9, 12]), lives([], [100, 100, 100]));
    expect(found.permutation).toMatchObject({ p: 0.1, smallest: 0.1 });
    expect(found.asymptoticP).toBeLessThan(0.05);
    expect(logRank(lives([], [100, 100, 100]), lives([5, 9, 12])).asymptoticP).toBeCloseTo(found.asymptoticP, 12);
  });
  it('shows nothing where nothing diverged, or an arm has no runs', () => {
    expect(logRank(lives([], [9, 9]), lives([], [9]))).toMatchObject({ chiSquare: null, asymptoticP: 1, permutation: { p: 1 } });
    expect(logRank([], lives([3]))).toMatchObject({ chiSquare: null, asymptoticP: 1, permutation: null });
  });
});

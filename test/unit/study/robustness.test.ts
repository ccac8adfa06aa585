/** What an arm forgives: sweeps of the learning rate, warm-ups, survival, ranks. Expected numbers are worked out by hand. */
import { describe, expect, it } from 'vitest';
import { interquartileInterval } from '../../../src/core/statistic/index.ts';
import { rankGroups } from '../../../src/study/ranks.ts';
import { interquartile, rateSweeps, survivalCurve, warmupReadings } from '../../../src/study/robustness.ts';
import type { RunRecord } from '../../../src/study/types.ts';
import { arm, diverged, record } from '../../helper/study.ts';

const run = (lr: number, loss: number | null, given: Partial<RunRecord> = {}): RunRecord =>
  loss === null
    ? diverged({ stage: 'select', lr, startLoss: 3, ...given })
    : record({ stage: 'select', lr, evalLoss: loss, startLoss: 3, ...given });
const failed = (lr: number, given: Partial<RunRecord> = {}) => run(lr, 9, { status: 'failed', evalLoss: null, ...given });

describe('a sweep of the learning rate', () => {
  it('costs the mean loss above the best on an even log grid, a diverged run at its starting loss', () => {
    // One seed: losses 2.2, 2, 3 (diverged): (0.2 + 0 + 1) / 3.
    const [sweep] = rateSweeps([run(0.001, 2.2), run(0.01, 2), run(0.1, null)], undefined);
    expect(sweep?.sensitivity).toMatchObject({ n: 1, leftOut: 0 });
    expect(sweep?.sensitivity.mean).toBeCloseTo(0.4, 12);
    expect(sweep).toMatchObject({ tolerated: 0.01, lost: 0.1, chosen: false });
    expect(sweep?.rates.map(({ lr, diverged: k, told }) => [lr, k, told])).toEqual([
      [0.001, 0, 1],
      [0.01, 0, 1],
      [0.1, 1, 1],
    ]);
  });

  it('is taken seed by seed; a seed that lacks a rate is left out and counted', () => {
    const [sweep] = rateSweeps([run(0.001, 2.2), run(0.01, 2), run(0.001, 2.4, { seed: 2 }), failed(0.01, { seed: 2 })], undefined);
    expect(sweep?.sensitivity).toMatchObject({ n: 1, leftOut: 1, reasons: { missing: 1 } });
    expect(sweep?.rates[1]).toMatchObject({ told: 1, loss: { mean: 2, n: 1, leftOut: 1 } });
  });

  it('is one for each warm-up and each choice of further fields, and knows which was judged', () => {
    const fields = { 'model.init': 'xavier' };
    const runs = [run(0.01, 2), run(0.01, 2, { warmup: 10 }), run(0.01, 2, { fields })];
    const sweeps = rateSweeps(runs, { lr: 0.1, warmup: 10, fields: {} });
    expect(sweeps.map(({ warmup, fields: of, chosen }) => [warmup, of, chosen])).toEqual([
      [0, {}, false],
      [10, {}, true],
      [0, fields, false],
    ]);
  });

  it('bears a rate only if the judging runs did too', () => {
    const selected = [run(0.001, 2), run(0.01, 1.9), run(0.1, 2.5)];
    const judged = [record({ lr: 0.01, seed: 5 }), diverged({ lr: 0.01, seed: 6 })];
    expect(rateSweeps(selected, undefined)[0]).toMatchObject({ tolerated: 0.1, lost: null });
    expect(rateSweeps([...selected, ...judged], undefined)[0]).toMatchObject({ tolerated: 0.001, lost: 0.01 });
  });
});

describe('warm-ups', () => {
  const at = (warmup: number, ...losses: (number | null)[]) => losses.map((loss, seed) => run(0.01, loss, { warmup, seed }));

  it('the shortest is the first with which every run survived', () => {
    expect(warmupReadings([...at(0, 2, null), ...at(10, 2, 2), ...at(20, 2, 2)])).toEqual([
      { lr: 0.01, fields: {}, tried: [0, 10, 20], shortest: 10, lapses: [] },
    ]);
  });

  it('nine survivors of ten are not all; a longer one that loses a run makes the answer doubtful', () => {
    const nearly = at(0, ...Array.from({ length: 9 }, () => 2), null);
    expect(warmupReadings([...nearly, ...at(10, 2), ...at(20, 2, null)])[0]).toMatchObject({ shortest: 10, lapses: [20] });
    expect(warmupReadings([...nearly, ...at(10, null)])[0]).toMatchObject({ shortest: null });
  });

  it('say nothing with one warm-up, or of runs that failed', () => {
    expect(warmupReadings(at(0, 2, 2))).toEqual([]);
    expect(warmupReadings([...at(0, 2), failed(0.01, { warmup: 10 })])).toEqual([]);
  });
});

describe('survival', () => {
  it('falls by one in n at risk; who finished or was interrupted is watched no longer', () => {
    const runs = [
      diverged({ steps: 4 }),
      record({ steps: 10 }),
      record({ steps: 6, status: 'interrupted', evalLoss: null }),
      diverged({ steps: 8 }),
    ];
    expect(survivalCurve(runs).map(({ step, survival, censored }) => [step, survival, censored])).toEqual([
      [0, 1, 0],
      [4, 0.75, 0],
      [6, 0.75, 1],
      [8, 0.375, 0],
      [10, 0.375, 1],
    ]);
  });
});

describe('the middle half', () => {
  it('drops one of four lost runs, and is infinite from two on', () => {
    const losses = (...given: (number | null)[]) => given.map((loss, seed) => run(0.01, loss, { seed }));
    // scipy.stats.trim_mean([1, 2, 4, inf], 0.25) is 3.
    expect(interquartile(losses(2, 1, null, 4))?.estimate).toBe(3);
    expect(interquartile(losses(2, null, null, 4))?.estimate).toBe(Number.POSITIVE_INFINITY);
    expect(interquartile([...losses(2, 4), failed(0.01, { seed: 9 })])).toMatchObject({ estimate: 3, n: 2 });
    expect(interquartile(losses(2))).toBeNull();
  });

  it('has an interval that more draws hardly move', () => {
    const values = Array.from({ length: 24 }, (_, i) => 2 + 0.3 * Math.sin(9 * i));
    const found = interquartile(values.map((loss, seed) => run(0.01, loss, { seed })));
    const sure = interquartileInterval([values], { draws: 20_000, seed: 7 });
    const width = (sure?.high as number) - (sure?.low as number);
    expect(width).toBeGreaterThan(0.1);
    for (const end of ['low', 'high'] as const)
      expect(Math.abs((found?.[end] as number) - (sure?.[end] as number))).toBeLessThan(0.05 * width);
  });
});

describe('ranks', () => {
  const depth = (value: number) => ({ 'model.nLayers': value });

  it('are taken seed by seed among arms of equal varied values; who diverged is last', () => {
    const arms = [
      { ...arm('a', [1, 1]), varied: depth(2) },
      { ...arm('b', [2, 2]), varied: depth(2) },
      { id: 'c', runs: [diverged({ seed: 2, startLoss: 0.1 }), record({ seed: 3, evalLoss: 0.5 })], varied: depth(2) },
      { ...arm('d', [0.1, 0.1]), varied: depth(4) },
    ];
    const [two, four] = rankGroups(arms);
    expect([...(two?.ranks ?? [])]).toEqual([
      ['a', 1.5],
      ['b', 2.5],
      ['c', 2],
    ]);
    expect(two).toMatchObject({ arms: ['a', 'b', 'c'], ranked: 2 });
    expect(four).toMatchObject({ arms: ['d'], ranked: 0, rankP: null });
    expect(four?.ranks.size).toBe(0);
  });

  it('leave out a seed on which an arm has no outcome', () => {
    const missing = { id: 'b', runs: [record({ seed: 2, evalLoss: 2 }), record({ seed: 3, status: 'failed', evalLoss: null })] };
    expect(rankGroups([arm('a', [1, 1]), missing])[0]).toMatchObject({ ranked: 1 });
  });
});

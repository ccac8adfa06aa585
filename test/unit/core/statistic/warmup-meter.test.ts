/** The warm-up meter, on counts whose Wilson ends are in printed tables. */
import { describe, expect, it } from 'vitest';
import { isotonic, warmupMeter } from '../../../../src/core/statistic/index.ts';

const trials = (n: number, ...survived: number[]) => survived.map((count, i) => ({ warmup: 10 * i, survived: count, n }));

describe('warm-up meter', () => {
  it('is the shortest whose survival is shown to be more likely than not', () => {
    // Wilson's lower ends: 8 of 10 0.490, 9 of 10 0.596.
    const found = warmupMeter(trials(10, 0, 3, 8, 9, 10));
    expect(found).toMatchObject({ shortest: 30, lapses: [], monotone: true });
    expect(found.rows.map(({ passes }) => passes)).toEqual([false, false, false, true, true]);
    expect(found.rows[2]?.low).toBeCloseTo(0.4902, 4);
    expect(found.rows[3]?.low).toBeCloseTo(0.5958, 4);
  });
  it('takes another target', () => {
    expect(warmupMeter(trials(10, 0, 8, 10), 0.4).shortest).toBe(10);
    expect(warmupMeter(trials(10, 0, 8, 10), 0.8)).toMatchObject({ shortest: 20, rows: [{}, {}, { rule: 'all-survive' }] });
  });
  it('asks all of fewer than four runs to survive, and says so', () => {
    expect(warmupMeter(trials(3, 1, 2, 3))).toMatchObject({ shortest: 20, rows: [{ rule: 'all-survive' }, {}, { rule: 'all-survive' }] });
    expect(warmupMeter(trials(4, 1, 3, 4))).toMatchObject({ shortest: 20, rows: [{ rule: 'wilson' }, {}, { rule: 'wilson' }] });
  });
  it('warns when survival falls as the warm-up gets longer', () => {
    const found = warmupMeter(trials(8, 0, 8, 2, 8));
    expect(found).toMatchObject({ shortest: 10, lapses: [20], monotone: false });
    expect(found.rows.map(({ fitted }) => fitted)).toEqual([0, 0.625, 0.625, 1]);
  });
  it('orders what it is given, leaves out what did not run, and admits that none passes', () => {
    expect(warmupMeter(trials(5, 0, 1, 5).reverse())).toEqual(warmupMeter(trials(5, 0, 1, 5)));
    expect(warmupMeter([{ warmup: 5, survived: 0, n: 0 }])).toEqual({ shortest: null, lapses: [], monotone: true, rows: [] });
    expect(warmupMeter(trials(5, 0, 1, 2)).shortest).toBeNull();
  });
});

describe('isotonic fit', () => {
  it('pools what falls, by weight', () => {
    expect(isotonic([1, 2, 3], [1, 1, 1])).toEqual([1, 2, 3]);
    expect(isotonic([1, 3, 2, 4], [1, 1, 1, 1])).toEqual([1, 2.5, 2.5, 4]);
    expect(isotonic([1, 3, 2, 4], [1, 3, 1, 1])).toEqual([1, 2.75, 2.75, 4]);
    expect(isotonic([4, 3, 2, 1], [1, 1, 1, 1])).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect(isotonic([], [])).toEqual([]);
  });
});

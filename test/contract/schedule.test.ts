/** Every schedule: warm-up is linear and reaches the peak exactly, the rate then only falls, and never to nothing. */
import { describe, expect, it } from 'vitest';
import { learningRate, peakRate, schedules } from '../../src/optim/schedule/index.ts';

const base = 3e-3;
const dModel = 50;
const settings = { finalRatio: 0.1, decayShare: 0.2 };
const lengths = [
  [0, 1],
  [0, 7],
  [1, 2],
  [10, 100],
  [79, 100],
  [200, 1000],
] as const;

describe.each(schedules.ids)('%s', (id) => {
  const rates = (warmupSteps: number, total: number, more: Partial<typeof settings> = {}) =>
    Array.from({ length: total }, (_, step) => learningRate({ id, warmupSteps, ...settings, ...more }, base, step, total, dModel));
  const peak = (warmupSteps: number) => peakRate({ id, warmupSteps, ...settings }, base, dModel);

  it.each(lengths)('warm-up %i of %i: positive, finite and never above the peak', (warmup, total) => {
    const lr = peak(warmup);
    for (const finalRatio of [0, 0.1, 1]) {
      for (const [step, rate] of rates(warmup, total, { finalRatio }).entries()) {
        expect(rate, `step ${step}`).toBeGreaterThan(0);
        expect(rate, `step ${step}`).toBeLessThanOrEqual(lr);
      }
    }
  });

  it.each(lengths)('warm-up %i of %i: linear up to exactly the peak', (warmup, total) => {
    const lr = peak(warmup);
    const all = rates(warmup, total);
    for (let step = 0; step < warmup; step++) expect(all[step]).toBeCloseTo((lr * (step + 1)) / warmup, 15);
    if (warmup > 0) expect(all[warmup - 1]).toBe(lr);
    else expect(all[0]).toBe(lr);
  });

  it.each(lengths)('warm-up %i of %i: after the peak the rate never rises', (warmup, total) => {
    const lr = peak(warmup);
    const after = rates(warmup, total).slice(Math.max(0, warmup - 1));
    after.forEach((rate, i) => {
      expect(rate).toBeLessThanOrEqual((after[i - 1] ?? lr) + 1e-18);
    });
  });

  it('has no jump at the end of warm-up', () => {
    const all = rates(200, 1000);
    expect(Math.abs((all[200] as number) - (all[199] as number))).toBeLessThan(0.005 * peak(200));
  });
});

describe('where they end', () => {
  const last = (id: string, more: Partial<typeof settings> = {}) =>
    learningRate({ id, warmupSteps: 100, ...settings, ...more }, 1, 999, 1000, dModel);

  it('constant and warm-up end at the peak', () => {
    expect(last('constant')).toBe(1);
    expect(last('warmup')).toBe(1);
  });
  it('cosine ends at the final ratio, half-way between them in the middle', () => {
    expect(last('warmup-cosine')).toBeCloseTo(0.1, 4);
    expect(last('warmup-cosine', { finalRatio: 0.5 })).toBeCloseTo(0.5, 4);
    expect(learningRate({ id: 'warmup-cosine', warmupSteps: 100, ...settings }, 1, 550, 1000, dModel)).toBeCloseTo(0.55, 12);
  });
  it('inverse square root falls to half at four times the warm-up', () => {
    expect(learningRate({ id: 'warmup-inverse-sqrt', warmupSteps: 100, ...settings }, 1, 399, 1000, dModel)).toBe(0.5);
    expect(last('warmup-inverse-sqrt')).toBeCloseTo(Math.sqrt(0.1), 12);
  });
  it('noam is its equation, with its factor, whatever the other schedules call a peak', () => {
    const at = (step: number, warmupSteps: number, factor?: number) =>
      learningRate({ id: 'noam', warmupSteps, ...settings, ...(factor && { factor }) }, 1, step - 1, 10_000, 512);
    const published = (step: number, warmup: number, factor: number) =>
      factor * 512 ** -0.5 * Math.min(step ** -0.5, step * warmup ** -1.5);
    for (const warmup of [1, 2, 400, 4000])
      for (const step of [1, 2, 399, 400, 401, 3999, 4000, 4001, 9999])
        for (const factor of [1, 2, 0.3]) expect(at(step, warmup, factor)).toBeCloseTo(published(step, warmup, factor), 15);
    // The original: base size, 4000 steps of warm-up.
    expect(at(4000, 4000)).toBeCloseTo(6.9877e-4, 8);
    expect(at(9, 0)).toBeCloseTo(512 ** -0.5 / 3, 15);
  });
  it('wsd stays at the peak for its plateau, then falls in a straight line', () => {
    const at = (step: number) => learningRate({ id: 'wsd', warmupSteps: 100, ...settings }, 1, step, 1000, dModel);
    expect([at(100), at(799), at(800)]).toEqual([1, 1, 1]);
    expect(at(900)).toBeCloseTo(0.55, 12);
    expect(at(999)).toBeCloseTo(0.1 + 0.9 / 200, 12);
  });
  it('every option that a schedule reads moves it', () => {
    expect(last('warmup-cosine', { finalRatio: 0.3 })).not.toBe(last('warmup-cosine'));
    expect(last('wsd', { finalRatio: 0.3 })).not.toBe(last('wsd'));
    expect(last('wsd', { decayShare: 0.5 })).not.toBe(last('wsd'));
  });
});

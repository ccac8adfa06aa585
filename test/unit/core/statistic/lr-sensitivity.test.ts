/** Learning-rate sensitivity by hand. */
import { describe, expect, it } from 'vitest';
import { logWeights, lrSensitivity } from '../../../../src/core/statistic/index.ts';

const start = [4, 4];

describe('learning-rate sensitivity', () => {
  it('is the mean over the grid of what each rate loses to the best', () => {
    const points = [
      { lr: 1e-3, losses: [3, 3.2] },
      { lr: 1e-2, losses: [2, 2] },
      { lr: 1e-1, losses: [2.5, 2.8] },
    ];
    // Seed 1: (1 + 0 + 0.5) / 3; seed 2: (1.2 + 0 + 0.8) / 3.
    const found = lrSensitivity(points, start);
    expect(found.mean).toBeCloseTo((0.5 + 2 / 3) / 2, 12);
    // Half-width: t(1) · |difference| / 2.
    expect((found.high as number) - (found.mean as number)).toBeCloseTo(12.7062047 * (1 / 12), 6);
    expect(found).toMatchObject({ n: 2, leftOut: 0, reasons: {} });
    expect(lrSensitivity([...points].reverse(), start)).toEqual(found);
  });
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 40])('a run that ended at %f counts at its initial loss', (loss) => {
    const points = [
      { lr: 1e-2, losses: [2] },
      { lr: 1e-1, losses: [loss] },
    ];
    expect(lrSensitivity(points, [4]).mean).toBe(1);
    expect(lrSensitivity(points, [4.5]).mean).toBe(1.25);
  });
  it('is 0 for an arm that does not mind', () => {
    const points = [1e-3, 1e-2, 1e-1].map((lr) => ({ lr, losses: [2, 2] }));
    expect(lrSensitivity(points, start)).toMatchObject({ mean: 0, low: 0, high: 0 });
  });
  it('never calls an arm that learned nowhere the best', () => {
    const points = [1e-3, 1e-2].map((lr) => ({ lr, losses: [Number.NaN, lr === 1e-3 ? 2 : Number.NaN] }));
    expect(lrSensitivity(points, start)).toMatchObject({ mean: 1, n: 1, leftOut: 1, reasons: { 'never-learned': 1 } });
  });
  it('leaves out a seed that lacks a run, and says so; one rate is no range', () => {
    const points = [
      { lr: 1e-2, losses: [2, 2] },
      { lr: 1e-1, losses: [null, 3] },
    ];
    expect(lrSensitivity(points, start)).toMatchObject({ mean: 0.5, n: 1, reasons: { missing: 1 } });
    expect(lrSensitivity([{ lr: 1e-2, losses: [2] }], [4])).toMatchObject({ mean: null, reasons: { 'one-rate': 1 } });
    expect(lrSensitivity([], [])).toMatchObject({ mean: null, n: 0, leftOut: 0 });
  });
  it('weighs by the width that a rate stands for', () => {
    for (const weight of logWeights([1e-4, 1e-3, 1e-2, 1e-1])) expect(weight).toBeCloseTo(1 / 4, 12);
    // Decades 1, 2, then 3 apart: cells 1, 1.5, 2.5, 3.
    [1, 1.5, 2.5, 3].forEach((width, i) => {
      expect(logWeights([1, 10, 1e3, 1e6])[i]).toBeCloseTo(width / 8, 12);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/random.ts';
import { spikeScore } from '../../../src/core/statistic/spike-score.ts';
import { ask } from '../../../src/probe/ask.ts';
import { pairModel } from '../../helper/model.ts';
import { subjectOf } from '../../helper/subject.ts';

const noise = (count: number) => {
  const stream = random(1, 'noise');
  return Array.from({ length: count }, () => 3 + 0.1 * stream.normal());
};
const withValues = (values: readonly number[], at: Readonly<Record<number, number>>) => values.map((value, i) => at[i] ?? value);

describe('spike score', () => {
  it('is 0 of noise, of a straight line and of a constant', () => {
    expect(spikeScore(noise(2000))).toBe(0);
    expect(spikeScore(Array.from({ length: 500 }, (_, i) => 5 - i / 100))).toBe(0);
    expect(spikeScore(Array.from({ length: 500 }, () => 0.1))).toBe(0);
  });

  it('counts jumps up and down, and numbers that are none', () => {
    const values = withValues(noise(150), { 100: Number.NaN, 120: Number.POSITIVE_INFINITY, 130: 0, 140: 5 });
    expect(spikeScore(values)).toBe(4 / 100);
  });

  it('holds a value against the window before it alone', () => {
    // The first half is louder than the spike; a window that forgets it sees the spike.
    const values = [...noise(100).map((value) => 10 * (value - 3)), ...withValues(noise(200), { 190: 5 })];
    expect(spikeScore(values, { window: 100 })).toBe(1 / 250);
    expect(spikeScore(values)).toBe(0);
  });

  it('judges nothing that is too short, and everything as wide as it is told', () => {
    expect(spikeScore(noise(50))).toBeNaN();
    expect(spikeScore(withValues(noise(60), { 55: 3.5 }), { deviations: 3 })).toBe(1 / 10);
  });
});

describe('the probe', () => {
  it('reads both curves of a run', async () => {
    const curves = { loss: withValues(noise(150), { 100: 5 }), gradientNorm: noise(150) };
    const [found] = await ask(await subjectOf(pairModel('pre', 'layer'), { curves }), ['spike-score']);
    expect(found?.series.map(({ values }) => values[0])).toEqual([0.01, 0]);
  });

  it('refuses a model that was not trained', async () => {
    await expect(ask(await subjectOf(pairModel('pre', 'layer')), ['spike-score'])).rejects.toThrow(/curves of a run/);
  });
});

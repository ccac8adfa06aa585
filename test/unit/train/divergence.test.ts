/** When a run counts as lost, and when it does not. */
import { describe, expect, it } from 'vitest';
import { DivergenceMonitor } from '../../../src/train/divergence.ts';

/** The first step with a reason to stop, and the reason. */
function watch(losses: readonly number[], steps = losses.length, norms: readonly number[] = []) {
  const monitor = new DivergenceMonitor(steps);
  for (const [step, loss] of losses.entries()) {
    const reason = monitor.observe(step, loss, norms[step] ?? 1);
    if (reason) return reason;
  }
  return undefined;
}

const constant = (value: number, count: number) => new Array<number>(count).fill(value);

describe('what is no number', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('a loss of %d stops at once', (loss) => {
    expect(watch([2, 1.9, loss, 1.8])).toEqual({ key: 'loss-not-finite', step: 2, value: loss });
  });
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('a gradient norm of %d stops at once, the loss being fine', (norm) => {
    expect(watch([2, 1.9, 1.8], 3, [1, norm, 1])).toEqual({ key: 'gradient-not-finite', step: 1, value: norm });
  });
  it('the loss is named first when both are lost', () => {
    expect(watch([Number.NaN], 10, [Number.NaN])?.key).toBe('loss-not-finite');
  });
  it('at the very first step too', () => {
    expect(watch([Number.POSITIVE_INFINITY])).toMatchObject({ step: 0 });
  });
});

describe('a loss above its start', () => {
  it('for long is lost', () => {
    const reason = watch([2, ...constant(3, 299)]);
    expect(reason).toMatchObject({ key: 'loss-above-start', value: 3 });
    expect(reason?.step).toBeGreaterThanOrEqual(20);
    expect(reason?.step).toBeLessThanOrEqual(60);
  });
  it('waits longer in a longer run', () => {
    expect(watch([2, ...constant(3, 2999)])?.step).toBeGreaterThan(watch([2, ...constant(3, 299)])?.step ?? Number.POSITIVE_INFINITY);
  });
  it('that comes back now and then is not lost', () => {
    expect(watch([2, ...Array.from({ length: 300 }, (_, i) => (i % 15 === 14 ? 1.9 : 3))])).toBeUndefined();
  });
  it('that comes back for good is not lost', () => {
    expect(watch([2, ...constant(9, 15), ...constant(1.5, 285)])).toBeUndefined();
  });
  it('by a hair is not lost: noise of the batch', () => {
    expect(watch([2, ...constant(2.05, 300)])).toBeUndefined();
  });
  it('in a short run is left to its end', () => {
    expect(watch([2, ...constant(50, 9)])).toBeUndefined();
  });
});

it('a run that learns is left alone', () => {
  expect(watch(Array.from({ length: 400 }, (_, i) => 3 * 0.99 ** i))).toBeUndefined();
  expect(watch(constant(2, 400))).toBeUndefined();
});

it('a monitor forgets nothing between runs because each run has its own', () => {
  expect(watch([5, ...constant(5.1, 100)])).toBeUndefined();
  expect(watch([2, ...constant(5.1, 100)])).toBeDefined();
});

/** The maximum tolerable learning rate, on loss curves whose break is known. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../../src/core/random.ts';
import { maximumTolerableRate, toleratedRate } from '../../../../src/core/statistic/index.ts';

const rates = Array.from({ length: 200 }, (_, i) => (i + 1) * 1e-3);
/** Falls from 4 to 2 in a hundred steps, then stays. */
const falling = rates.map((_, i) => Math.max(2, 4 - i / 50));
const noisy = (losses: readonly number[], share: number) => {
  const stream = random(1, 'noise');
  return losses.map((loss) => loss * (1 + share * stream.normal()));
};

describe('maximum tolerable rate', () => {
  it('is that of the first loss that is not finite', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const found = maximumTolerableRate(falling.with(150, value), rates);
      expect(found).toMatchObject({ step: 150, rate: rates[150], highest: rates[149], reason: 'loss-not-finite', minimum: 2 });
    }
  });
  it('is that at which the median of five has given back half of what was learned', () => {
    // 2 until step 149, then 3.5: the third of five medians sees it.
    const found = maximumTolerableRate(
      falling.map((loss, i) => (i < 150 ? loss : 3.5)),
      rates,
    );
    expect(found).toMatchObject({ step: 152, rate: rates[152], reason: 'loss-rose', minimum: 2 });
    expect(found.rateAtMinimum).toBe(rates[102]);
    // Half of what was learned is one nat: 2.9 is not enough.
    expect(
      maximumTolerableRate(
        falling.map((loss, i) => (i < 150 ? loss : 2.9)),
        rates,
      ).rate,
    ).toBeNull();
  });
  it('holds each side of the limit to the factor where little was learned', () => {
    const rises = (to: number) =>
      maximumTolerableRate(
        rates.map((_, i) => (i < 150 ? 4 : to)),
        rates,
      ).rate;
    expect(rises(4.35)).toBeNull();
    expect(rises(4.45)).toBe(rates[152]);
  });
  it('is told that it was not reached', () => {
    expect(maximumTolerableRate(falling, rates)).toMatchObject({ rate: null, step: null, reason: null, highest: rates[199] });
  });
  it('does not mind a spike, noise, or noise about a loss near 0', () => {
    expect(maximumTolerableRate(falling.with(120, 30), rates).rate).toBeNull();
    expect(maximumTolerableRate(falling.with(120, 30).with(121, 30), rates).rate).toBeNull();
    expect(maximumTolerableRate(noisy(falling, 0.05), rates).rate).toBeNull();
    const stream = random(2, 'near 0');
    const nearZero = rates.map((_, i) => 4 * 0.95 ** i + 0.01 * Math.exp(stream.normal()));
    expect(maximumTolerableRate(nearZero, rates).rate).toBeNull();
    expect(maximumTolerableRate(nearZero, rates, { giveBack: 0 }).rate).not.toBeNull();
  });
  it('does not take one lucky batch at the start for what was learned', () => {
    expect(maximumTolerableRate(falling.with(0, 1), rates)).toMatchObject({ rate: null, minimum: 2 });
  });
  it('takes another rule', () => {
    const losses = falling.map((loss, i) => (i < 150 ? loss : 2.9));
    expect(maximumTolerableRate(losses, rates, { giveBack: 0.4 }).step).toBe(152);
    expect(maximumTolerableRate(losses, rates, { giveBack: 0.4, window: 1 }).step).toBe(150);
    expect(maximumTolerableRate(losses, rates, { giveBack: 0.4, factor: 1.5 }).rate).toBeNull();
  });
  it('is nothing of nothing, and of a run lost at once', () => {
    expect(maximumTolerableRate([], rates)).toMatchObject({ rate: null, highest: null, minimum: null });
    expect(maximumTolerableRate([4, 3, 2], rates)).toMatchObject({ rate: null, highest: rates[2], minimum: null });
    expect(maximumTolerableRate([Number.NaN], rates)).toMatchObject({ rate: rates[0], highest: null, rateAtMinimum: null });
  });
});

describe('the rates that were tried', () => {
  const at = (lr: number, diverged: number, n = 3) => ({ lr, diverged, n });

  it('are borne up to the first that lost a run, whatever the order they come in and whatever lies beyond', () => {
    expect(toleratedRate([at(0.1, 0), at(0.001, 0), at(0.03, 1), at(0.01, 0)])).toEqual({ tolerated: 0.01, lost: 0.03 });
  });

  it('all of them, none of them, and those without runs', () => {
    expect(toleratedRate([at(0.001, 0), at(0.01, 0)])).toEqual({ tolerated: 0.01, lost: null });
    expect(toleratedRate([at(0.001, 2), at(0.01, 0)])).toEqual({ tolerated: null, lost: 0.001 });
    expect(toleratedRate([at(0.001, 0), at(0.01, 0, 0)])).toEqual({ tolerated: 0.001, lost: null });
    expect(toleratedRate([])).toEqual({ tolerated: null, lost: null });
  });
});

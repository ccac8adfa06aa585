/** The choice of learning rate and warm-up, made on selection runs. */
import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/study/choose.ts';
import { diverged, record } from '../../helper/study.ts';

const select = (lr: number, warmup: number, evalLoss: number, seed = 1, arm = 'a') =>
  record({ stage: 'select', arm, lr, warmup, seed, evalLoss });

describe('choose', () => {
  it('takes the setting with the smallest loss, for each arm by itself', () => {
    const runs = [select(0.1, 0, 2), select(0.3, 0, 1), select(0.3, 5, 1.5), select(0.1, 0, 0.5, 1, 'b'), select(0.3, 0, 0.7, 1, 'b')];
    expect(choose(['a', 'b'], runs)).toEqual(
      new Map([
        ['a', { lr: 0.3, warmup: 0, fields: {} }],
        ['b', { lr: 0.1, warmup: 0, fields: {} }],
      ]),
    );
  });

  it('averages over selection seeds: one lucky draw does not win', () => {
    const runs = [select(0.1, 0, 1.2, 1), select(0.1, 0, 1.2, 2), select(0.3, 0, 0.9, 1), select(0.3, 0, 1.9, 2)];
    expect(choose(['a'], runs).get('a')).toEqual({ lr: 0.1, warmup: 0, fields: {} });
  });

  it('counts a diverged run at its starting loss', () => {
    const rest = [select(0.1, 0, 1.5)];
    expect(choose(['a'], [...rest, diverged({ stage: 'select', lr: 0.3, startLoss: 3 })]).get('a')).toEqual({
      lr: 0.1,
      warmup: 0,
      fields: {},
    });
    const seeds = [
      select(0.3, 0, 1, 1),
      diverged({ stage: 'select', lr: 0.3, seed: 2, startLoss: 3 }),
      select(0.1, 0, 1.9, 1),
      select(0.1, 0, 1.9, 2),
    ];
    expect(choose(['a'], seeds).get('a')).toEqual({ lr: 0.1, warmup: 0, fields: {} });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, null])('never prefers a run that began at %s', (startLoss) => {
    const lost = [0.01, 0.3, 0.2].map((lr) => diverged({ stage: 'select', lr, startLoss }));
    expect(choose(['a'], [...lost, select(0.1, 0, 99)]).get('a')).toEqual({ lr: 0.1, warmup: 0, fields: {} });
    expect(choose(['a'], lost).get('a')).toEqual({ lr: 0.01, warmup: 0, fields: {} });
  });

  it('breaks ties by the smaller learning rate, then by the shorter warm-up', () => {
    const all = [select(0.3, 0, 1), select(0.1, 9, 1), select(0.1, 4, 1), select(0.2, 0, 1)];
    for (const runs of [all, [...all].reverse()]) expect(choose(['a'], runs).get('a')).toEqual({ lr: 0.1, warmup: 4, fields: {} });
  });

  it('leaves out what failed or was interrupted, and an arm of which nothing is left', () => {
    const runs = [
      record({ stage: 'select', lr: 0.3, status: 'failed', evalLoss: null }),
      record({ stage: 'select', lr: 0.2, status: 'interrupted', evalLoss: null }),
      select(0.1, 0, 2),
      record({ stage: 'select', arm: 'b', status: 'failed', evalLoss: null }),
    ];
    expect(choose(['a', 'b', 'c'], runs)).toEqual(new Map([['a', { lr: 0.1, warmup: 0, fields: {} }]]));
  });
});

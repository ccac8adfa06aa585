/** The anatomy of a norm: its numbers are those of the equations written with loops, and it knows what each output reads. */
import { describe, expect, it } from 'vitest';
import { anatomy, reads } from '../../../src/explain/anatomy.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { fromRows, handNorms, optionsOf, toRows } from '../../helper/norm.ts';

const shape = [2, 3, 4] as const;
const x = Array.from({ length: 24 }, (_, i) => Math.cos(3 * i) * (1 + i / 5));
const indexes = Array.from({ length: 24 }, (_, i) => i);

describe.each(normalizers.members)('$id', ({ id, eps }) => {
  it('gives the numbers of its equation', () => {
    const choice = { id, eps };
    const { y, stored } = anatomy({ normalizer: choice, shape, x });
    const hand = handNorms[id]?.({
      rows: toRows(x, 4),
      stored: (name) => stored[name] ?? [],
      eps,
      seqLen: 3,
      train: true,
      step: 1,
      options: optionsOf(choice),
    });
    const expected = fromRows(hand as number[][]);
    y.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 9);
    });
  });
});

it('takes stored numbers of one’s own', () => {
  const plain = anatomy({ normalizer: { id: 'layer' }, shape, x });
  const own = anatomy({ normalizer: { id: 'layer' }, shape, x, stored: { weight: [2, 2, 2, 2], bias: [1, 0, 0, 0] } });
  expect(plain.stored).toEqual({ weight: [1, 1, 1, 1], bias: [0, 0, 0, 0] });
  expect(own.y[0]).toBeCloseTo(2 * (plain.y[0] as number) + 1, 12);
  expect(own.y[1]).toBeCloseTo(2 * (plain.y[1] as number), 12);
});

describe('what an output reads', () => {
  const read = (id: string, output: number, options = {}) => reads({ normalizer: { id, ...options }, shape })[output];
  const sameToken = (output: number) => indexes.filter((i) => Math.floor(i / 4) === Math.floor(output / 4));
  it('of LayerNorm its token', () => expect(read('layer', 9)).toEqual(sameToken(9)));
  it('of GroupNorm its group', () => expect(read('group', 9, { groups: 2 })).toEqual([8, 9]));
  it('of BatchNorm its feature in every token', () => expect(read('batch', 9)).toEqual(indexes.filter((i) => i % 4 === 1)));
  it('of InstanceNorm its feature in its sequence', () => expect(read('instance', 13)).toEqual([13, 17, 21]));
  it('of Dynamic Tanh itself', () => expect(read('dyt', 9)).toEqual([9]));
  it('of partial RMSNorm the first share and itself', () => expect(read('prms', 10, { share: 0.5 })).toEqual([8, 9, 10]));
});

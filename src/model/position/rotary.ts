import { UserError } from '../../core/errors.ts';
import { add, concat, mul, neg, split } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Position } from './types.ts';

const base = 10_000;

/** Rotary positions (Su et al. 2021) in the half-split form of Llama: y = x·cos + [−x₂, x₁]·sin, angle t / 10000^(2i/dHead). */
export const rotary: Position = {
  id: 'rotary',
  title: { en: 'rotary positions', zh: '旋转位置编码' },
  symbol: 'RoPE',
  table: () => undefined,
  rotate: (x) => {
    const [, , length, dHead] = x.shape as [number, number, number, number];
    if (dHead % 2 !== 0) throw new UserError('error.rotary', { given: dHead });
    const half = dHead / 2;
    const table = (f: (angle: number) => number) => {
      const value = (flat: number) => f(Math.floor(flat / dHead) / base ** ((2 * (flat % half)) / dHead));
      return x.node.graph.constant(
        Float64Array.from({ length: length * dHead }, (_, flat) => value(flat)),
        [length, dHead],
      );
    };
    const [first, second] = split(x, 3, [half, half]) as [Tensor, Tensor];
    return add(mul(x, table(Math.cos)), mul(concat([neg(second), first], 3), table(Math.sin)));
  },
};

import { add } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Residual } from './types.ts';

/** ResiDual: beside the stream x, a plain sum s of all that was written. */
export const dual: Residual = {
  id: 'dual',
  title: { en: 'a stream and the sum of all writes', zh: '一条流，另有全部写入之和' },
  equation: { en: 's ← s + F; out = x + N(s)', zh: 's ← s + F；out = x + N(s)' },
  options: {},
  plain: true,
  start: (_embedded, { normed }) => [normed, normed],
  read: (_site, [x]) => ({ stream: x as Tensor }),
  next: (_site, [, sum], { out, write }) => [out, add(sum as Tensor, write)],
  finish: ([x, sum], finalNorm) => add(x as Tensor, finalNorm(sum as Tensor)),
};

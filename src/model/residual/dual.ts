import { number } from '../../core/options.ts';
import { add, mul } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Residual } from './types.ts';

export const scale = number(
  1,
  { en: 'factor on all that s receives; 0.05 in the code for OPUS-100', zh: 's 所接收的一切的系数；代码用于 OPUS-100 时取 0.05' },
  { min: 0 },
);

/** ResiDual: beside the stream x, a plain sum s of all that was written. */
export const dual: Residual = {
  id: 'dual',
  title: { en: 'a stream and the sum of all writes', zh: '一条流，另有全部写入之和' },
  equation: ({ scale }) => {
    const sum = scale === 1 ? 's' : `${scale}·s`;
    return { en: `s ← s + F; out = x + N(${sum})`, zh: `s ← s + F；out = x + N(${sum})` };
  },
  options: { scale },
  plain: true,
  start: (_embedded, { normed }) => [normed, normed],
  read: (_site, [x]) => ({ stream: x as Tensor }),
  next: (_site, [, sum], { out, write }) => [out, add(sum as Tensor, write)],
  // All that s receives is multiplied alike, so that it is enough to do so at the end.
  finish: ([x, sum], { finalNorm }, { scale }) =>
    add(x as Tensor, finalNorm(scale === 1 ? (sum as Tensor) : mul(sum as Tensor, scale as number))),
};

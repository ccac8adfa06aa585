import { add } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { applyNorm } from '../norm.ts';
import { norm } from '../placement/types.ts';
import type { Residual } from './types.ts';

/** SiameseNorm: a normed stream X and a plain one Y share every branch, which reads X + N(Y). */
export const siamese: Residual = {
  id: 'siamese',
  title: { en: 'a normed and a plain stream that share their branches', zh: '共用支路的两条流，一条归一化，一条普通' },
  equation: { en: 'F reads x + N(y); y ← y + F; out = x + N(y)', zh: 'F 读取 x + N(y)；y ← y + F；out = x + N(y)' },
  options: {},
  plain: false,
  start: (embedded, { normed }) => [normed, embedded],
  read: (site, [x, y]) => {
    const { scope, config, place, seqLen } = site;
    const second = applyNorm({ scope, config, key: `${place.key}.second_norm`, seqLen, place }, norm, y as Tensor);
    return { stream: add(x as Tensor, second), identity: x as Tensor };
  },
  next: (_site, [, y], { out, branchOut }) => [out, add(y as Tensor, branchOut)],
  finish: ([x, y], finalNorm) => add(x as Tensor, finalNorm(y as Tensor)),
};

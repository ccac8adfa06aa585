import { choice } from '../../core/options.ts';
import { add } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { applyNorm } from '../norm.ts';
import { norm } from '../placement/types.ts';
import type { Residual } from './types.ts';

export const end = choice(['sum', 'normed'], 'sum', {
  en: 'what the streams are joined to: x + N(y), or N(N(x) + N(y)) as in the released code',
  zh: '两条流如何合并：x + N(y)，或如公开代码的 N(N(x) + N(y))',
});

const start = 'F reads x + N(y); y ← y + F; out = ';
const startZh = 'F 读取 x + N(y)；y ← y + F；out = ';
const ends = {
  sum: { en: `${start}x + N(y)`, zh: `${startZh}x + N(y)` },
  normed: { en: `${start}N(N(x) + N(y))`, zh: `${startZh}N(N(x) + N(y))` },
};

/** SiameseNorm: a normed stream X and a plain one Y share every branch, which reads X + N(Y). */
export const siamese: Residual = {
  id: 'siamese',
  title: { en: 'a normed and a plain stream that share their branches', zh: '共用支路的两条流，一条归一化，一条普通' },
  equation: (options) => ends[options.end as keyof typeof ends],
  options: { end },
  plain: false,
  start: (embedded, { normed }) => [normed, embedded],
  read: (site, [x, y]) => {
    const { scope, config, place, seqLen } = site;
    const second = applyNorm({ scope, config, key: `${place.key}.second_norm`, seqLen, place }, norm, y as Tensor);
    return { stream: add(x as Tensor, second), identity: x as Tensor };
  },
  next: (_site, [, y], { out, branchOut }) => [out, add(y as Tensor, branchOut)],
  finish: ([x, y], { finalNorm, norm }, { end }) =>
    end === 'sum'
      ? add(x as Tensor, finalNorm(y as Tensor))
      : norm('end_norm', add(norm('stream_norm', x as Tensor), finalNorm(y as Tensor))),
};

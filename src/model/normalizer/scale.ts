import { div, maximum, mul, sqrt, sumSquares } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const scale = defineNormalizer({
  id: 'scale',
  title: { en: 'ScaleNorm', zh: '尺度归一化 ScaleNorm' },
  symbol: 'SN',
  equation: { en: 'y = g · x / max(‖x‖, ε); g one number, initially √d', zh: 'y = g · x / max(‖x‖, ε)；g 是一个数，初值 √d' },
  paper: { text: 'Nguyen & Salazar 2019, Transformers without Tears', url: 'https://arxiv.org/abs/1910.05895' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'clamp',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => {
    const length = sqrt(sumSquares(x, { axes: [-1], keepDims: true }));
    return mul(div(x, maximum(length, eps)), context.weight({ initial: Math.sqrt(x.shape.at(-1) as number), scalar: true }));
  },
  about: {
    claim: {
      en: 'About 5% faster than LayerNorm; with FixNorm better on five low-resource translation pairs (Nguyen & Salazar 2019).',
      zh: '比 LayerNorm 快约 5%；与 FixNorm 合用时在五个低资源翻译方向上更好（Nguyen & Salazar 2019）。',
    },
    traps: {
      en: 'One gain for all features; ε is a lower bound of the length, not an addend.',
      zh: '全部特征共用一个增益；ε 是长度的下限，而不是加数。',
    },
  },
});

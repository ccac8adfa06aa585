import { div, maximum, mul, sqrt, sumSquares } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const scale = defineNormalizer({
  id: 'scale',
  title: { en: 'ScaleNorm', zh: '尺度归一化 ScaleNorm' },
  symbol: 'SN',
  equation: 'y = g · x / max(‖x‖, ε); g one number, initially √d',
  paper: { text: 'Nguyen & Salazar 2019, Transformers without Tears', url: 'https://arxiv.org/abs/1910.05895' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'clamp',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => {
    const length = sqrt(sumSquares(x, { axes: [-1], keepDims: true }));
    return mul(div(x, maximum(length, eps)), context.weight({ initial: Math.sqrt(x.shape.at(-1) as number), scalar: true }));
  },
});

import { number } from '../../core/options.ts';
import { add, div, mean, mul, slice, sqrt, square } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const prms = defineNormalizer({
  id: 'prms',
  title: { en: 'partial RMSNorm', zh: '部分 RMSNorm' },
  symbol: 'pRMS',
  equation: 'y = x / (√mean(x₁²…x_k²) + ε) · γ; k = the first share of the features of one token',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  options: { share: number(0.0625, 'share of the features the statistic is taken from', { min: 0, max: 1 }) },
  ...perToken,
  eps: 1e-8,
  epsAt: 'outside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps, { share }) => {
    const seen = Math.max(1, Math.floor((x.shape.at(-1) as number) * share));
    const rms = sqrt(mean(square(slice(x, 1, 0, seen)), { axes: [-1], keepDims: true }));
    return mul(div(x, add(rms, eps)), context.weight());
  },
});

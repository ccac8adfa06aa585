import { abs, detach, div, layerNorm, max, mul } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** LayerNorm of x brought to at most 8 first, so that half precision does not overflow; no gradient through the maximum. */
export const cogview = defineNormalizer({
  id: 'cogview',
  title: { en: 'CogView LayerNorm', zh: 'CogView 的 LayerNorm' },
  symbol: 'LN',
  equation: 'y = LN(x / (max|x| / 8)); maximum over the features of one token',
  paper: { text: 'Ding et al. 2021, CogView', url: 'https://arxiv.org/abs/2105.13290' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps) => {
    const largest = detach(max(abs(x), { axes: [-1], keepDims: true }));
    return layerNorm(div(x, mul(largest, 1 / 8)), context.weight(), context.bias(), eps);
  },
});

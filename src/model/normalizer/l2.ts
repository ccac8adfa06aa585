import { div, maximum, sqrt, sumSquares } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** Projection onto the unit sphere: cosine attention, nGPT. */
export const l2 = defineNormalizer({
  id: 'l2',
  title: { en: 'L2 normalization', zh: 'L2 归一化' },
  symbol: 'L2',
  equation: 'y = x / max(‖x‖, ε)',
  paper: { text: 'Henry et al. 2020, Query-Key Normalization for Transformers', url: 'https://arxiv.org/abs/2010.04245' },
  ...perToken,
  eps: 1e-12,
  epsAt: 'clamp',
  invariant: { scale: true, shift: false },
  apply: (_context, x, eps) => div(x, maximum(sqrt(sumSquares(x, { axes: [-1], keepDims: true })), eps)),
});

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
  about: {
    claim: {
      en: 'Makes dot products cosines, so that attention logits are bounded (Henry et al. 2020; Swin V2; nGPT).',
      zh: '使点积成为余弦，注意力 logits 因此有界（Henry 等 2020；Swin V2；nGPT）。',
    },
    traps: {
      en: 'The output has length 1, not RMS 1: smaller by √d than that of RMSNorm. It needs a scale behind it.',
      zh: '输出长度为 1，而不是均方根为 1：比 RMSNorm 小 √d 倍，其后需要一个系数。',
    },
  },
});

import { rmsNorm } from '../../graph/math.ts';
import type { Normalizer } from './types.ts';

export const rms: Normalizer = {
  id: 'rms',
  title: { en: 'RMSNorm', zh: '均方根归一化 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / √(mean(x²) + ε) · γ; mean over the features of one token',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  eps: 1e-6,
  causal: true,
  trainEvalDiffers: false,
  apply: (context, x, eps) => rmsNorm(x, context.weight(), eps),
};

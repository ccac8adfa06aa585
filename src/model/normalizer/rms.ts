import { rmsNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const rms = defineNormalizer({
  id: 'rms',
  title: { en: 'RMSNorm', zh: '均方根归一化 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / √(mean(x²) + ε) · γ; mean over the features of one token',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => rmsNorm(x, context.weight(), eps),
});

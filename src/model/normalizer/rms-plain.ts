import { rmsNorm } from '../../graph/math.ts';
import { everyFeature } from './every-feature.ts';
import { defineNormalizer, perToken } from './types.ts';

export const rmsPlain = defineNormalizer({
  id: 'rms-plain',
  title: { en: 'RMSNorm without parameters', zh: '无参数 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / √(mean(x²) + ε)',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (_context, x, eps) => rmsNorm(x, everyFeature(x, 1), eps),
});

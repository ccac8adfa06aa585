import { add, rmsNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** Gemma's: stores the gain less 1. */
export const rms1p = defineNormalizer({
  id: 'rms-1p',
  title: { en: 'RMSNorm with gain 1 + w', zh: '增益为 1 + w 的 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / √(mean(x²) + ε) · (1 + w), w initially 0',
  paper: { text: 'Gemma Team 2024, Gemma', url: 'https://arxiv.org/abs/2403.08295' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => rmsNorm(x, add(context.weight({ offset: 1 }), 1), eps),
});

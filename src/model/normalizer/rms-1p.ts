import { add, rmsNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** Gemma's: stores the gain less 1. */
export const rms1p = defineNormalizer({
  id: 'rms-1p',
  title: { en: 'RMSNorm with gain 1 + w', zh: '增益为 1 + w 的 RMSNorm' },
  symbol: 'RMS',
  equation: { en: 'y = x / √(mean(x²) + ε) · (1 + w), w initially 0', zh: 'y = x / √(mean(x²) + ε) · (1 + w)，w 初值为 0' },
  paper: { text: 'Gemma Team 2024, Gemma', url: 'https://arxiv.org/abs/2403.08295' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => rmsNorm(x, add(context.weight({ offset: 1 }), 1), eps),
  about: {
    claim: {
      en: 'The norm of Gemma and Qwen3-Next: weight decay pulls the gain towards 1.',
      zh: 'Gemma 与 Qwen3-Next 的归一化：权重衰减把增益拉向 1。',
    },
    traps: { en: 'The stored value is the gain less 1: raw weights look like zeros.', zh: '存储的是增益减 1：直接看权重像是全零。' },
  },
});

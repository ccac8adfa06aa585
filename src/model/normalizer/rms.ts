import { rmsNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const rms = defineNormalizer({
  id: 'rms',
  title: { en: 'RMSNorm', zh: '均方根归一化 RMSNorm' },
  symbol: 'RMS',
  equation: {
    en: 'y = x / √(mean(x²) + ε) · γ; mean over the features of one token',
    zh: 'y = x / √(mean(x²) + ε) · γ；均值取自一个词元的全部特征',
  },
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => rmsNorm(x, context.weight(), eps),
  about: {
    claim: {
      en: 'As good as LayerNorm at 7 to 64% less time per step (Zhang & Sennrich 2019, recalled); the usual norm of language models since Llama.',
      zh: '效果与 LayerNorm 相当，每步用时少 7% 至 64%（Zhang & Sennrich 2019，凭记忆）；自 Llama 起成为语言模型的常用归一化。',
    },
    traps: {
      en: 'Keeps the mean of the features, so it notices a shift. ε is 1e-6 or 1e-5 by model.',
      zh: '保留特征的均值，因此对平移敏感。ε 因模型而异，为 1e-6 或 1e-5。',
    },
  },
});

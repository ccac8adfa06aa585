import { add, layerNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** Stores the gain less 1, so that weight decay pulls it towards 1 and not 0. */
export const layer1p = defineNormalizer({
  id: 'layer-1p',
  title: { en: 'LayerNorm with gain 1 + w', zh: '增益为 1 + w 的 LayerNorm' },
  symbol: 'LN',
  equation: { en: 'y = (x − μ) / √(σ² + ε) · (1 + w) + β, w initially 0', zh: 'y = (x − μ) / √(σ² + ε) · (1 + w) + β，w 初值为 0' },
  paper: { text: 'NVIDIA Megatron-LM and Nemotron, LayerNorm1P', url: 'https://arxiv.org/abs/2402.16819' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps) => layerNorm(x, add(context.weight({ offset: 1 }), 1), context.bias(), eps),
  about: {
    claim: {
      en: 'Weight decay pulls the gain towards 1 instead of 0 (Megatron-LM, Nemotron).',
      zh: '权重衰减把增益拉向 1 而不是 0（Megatron-LM、Nemotron）。',
    },
    traps: { en: 'The stored value is the gain less 1: raw weights look like zeros.', zh: '存储的是增益减 1：直接看权重像是全零。' },
  },
});

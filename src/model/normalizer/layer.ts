import { layerNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const layer = defineNormalizer({
  id: 'layer',
  title: { en: 'LayerNorm', zh: '层归一化 LayerNorm' },
  symbol: 'LN',
  equation: 'y = (x − μ) / √(σ² + ε) · γ + β; μ, σ² over the features of one token, σ² biased',
  paper: { text: 'Ba, Kiros & Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps) => layerNorm(x, context.weight(), context.bias(), eps),
});

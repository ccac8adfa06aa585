import { layerNorm } from '../../graph/math.ts';
import { everyFeature } from './every-feature.ts';
import { defineNormalizer, perToken } from './types.ts';

/** As Cohere, MPT, ModernBERT and DBRX have it. */
export const layerNoBias = defineNormalizer({
  id: 'layer-no-bias',
  title: { en: 'LayerNorm without bias', zh: '无偏置 LayerNorm' },
  symbol: 'LN',
  equation: 'y = (x − μ) / √(σ² + ε) · γ',
  paper: { text: 'Xu et al. 2019, Understanding and Improving Layer Normalization', url: 'https://arxiv.org/abs/1911.07013' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps) => layerNorm(x, context.weight(), everyFeature(x, 0), eps),
});

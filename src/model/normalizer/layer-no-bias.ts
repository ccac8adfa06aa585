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
  about: {
    claim: {
      en: 'The bias adds nothing, or overfits (Xu et al. 2019, recalled); Cohere, MPT, ModernBERT and DBRX leave it out.',
      zh: '偏置没有用处，甚至导致过拟合（Xu 等 2019，凭记忆）；Cohere、MPT、ModernBERT、DBRX 都不用。',
    },
    traps: {
      en: 'A checkpoint has one tensor per norm, as one with RMSNorm has.',
      zh: '检查点中每个归一化只有一个张量，与 RMSNorm 一样。',
    },
  },
});

import { layerNorm } from '../../graph/math.ts';
import { everyFeature } from './every-feature.ts';
import { defineNormalizer, perToken } from './types.ts';

/** OLMo-1's: nothing to learn, nothing in the checkpoint. */
export const layerPlain = defineNormalizer({
  id: 'layer-plain',
  title: { en: 'LayerNorm without parameters', zh: '无参数 LayerNorm' },
  symbol: 'LN',
  equation: 'y = (x − μ) / √(σ² + ε)',
  paper: { text: 'Groeneveld et al. 2024, OLMo', url: 'https://arxiv.org/abs/2402.00838' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (_context, x, eps) => layerNorm(x, everyFeature(x, 1), everyFeature(x, 0), eps),
  about: {
    claim: { en: 'OLMo 1 trains without any parameters in its norms.', zh: 'OLMo 1 的归一化没有任何参数。' },
    traps: {
      en: 'Leaves no tensor in a checkpoint, so names cannot tell that it is there.',
      zh: '检查点中没有它的张量，从名字看不出它的存在。',
    },
  },
});

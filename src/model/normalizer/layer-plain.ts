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
});

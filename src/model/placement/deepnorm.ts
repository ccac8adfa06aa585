import type { Place } from '../types.ts';
import { definePlacement, norm } from './types.ts';

/** Of a stack alone (2N)^(1/4); with two stacks the encoder's 0.81·(N⁴M)^(1/16) and the decoder's (3M)^(1/4). */
function alpha({ stack, depth, encoderDepth: n, decoderDepth: m }: Place): number {
  if (n === 0 || m === 0) return (2 * depth) ** 0.25;
  return stack === 'encoder' ? 0.81 * (n ** 4 * m) ** (1 / 16) : (3 * m) ** 0.25;
}

/** x <- LN(α x + F(x)), α growing with depth; made for the initialisation `deepnet`. */
export const deepnorm = definePlacement({
  id: 'deepnorm',
  title: { en: 'DeepNorm', zh: '深度归一化 DeepNorm' },
  paper: { text: 'Wang et al. 2022, DeepNet: Scaling Transformers to 1,000 Layers', url: 'https://arxiv.org/abs/2203.00555' },
  init: 'deepnet',
  constants: (place) => ({ alpha: alpha(place) }),
  frame: { finalNorm: false },
  plan: (place) => ({ exit: norm, streamScale: alpha(place) }),
});

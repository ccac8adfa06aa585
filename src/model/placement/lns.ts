import { choice } from '../../core/options.ts';
import { definePlacement, norm, type SublayerPlan } from './types.ts';

type Where = (scale: number, sublayer: string) => SublayerPlan;

const places = {
  'after-norm': (inputScale) => ({ inputScale }),
  'before-norm': (readScale) => ({ readScale }),
  'after-branch': (branchScale) => ({ branchScale }),
  'after-residual': (sumScale) => ({ sumScale }),
  'attn-only': (inputScale, sublayer) => (sublayer === 'attn' ? { inputScale } : {}),
  'ffn-only': (inputScale, sublayer) => (sublayer === 'ffn' ? { inputScale } : {}),
} as const satisfies Record<string, Where>;

const names = Object.keys(places) as (keyof typeof places)[];

/** LayerNorm Scaling: Pre-Norm whose norm is multiplied by 1/√l in block l, from 1; other places for the factor are the paper's ablation. */
export const lns = definePlacement({
  id: 'lns',
  title: { en: 'LayerNorm Scaling', zh: '层归一化缩放 LNS' },
  paper: { text: 'Sun et al. 2025, The Curse of Depth in Large Language Models', url: 'https://arxiv.org/abs/2502.05795' },
  options: { scaleAt: choice(names, 'after-norm', 'where 1/√l stands') },
  constants: ({ layer }) => ({ scale: 1 / Math.sqrt(layer + 1) }),
  frame: { finalNorm: true },
  plan: ({ layer, sublayer }, { scaleAt }) => ({ input: norm, ...(places[scaleAt] as Where)(1 / Math.sqrt(layer + 1), sublayer) }),
});

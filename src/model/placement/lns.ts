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
  names: ['LayerNormScaled'],
  paper: { text: 'Sun et al. 2025, The Curse of Depth in Large Language Models', url: 'https://arxiv.org/abs/2502.05795' },
  options: { scaleAt: choice(names, 'after-norm', { en: 'where 1/√l stands', zh: '1/√l 乘在何处' }) },
  constants: ({ layer }) => ({ scale: 1 / Math.sqrt(layer + 1) }),
  frame: { finalNorm: true },
  plan: ({ layer, sublayer }, { scaleAt }) => ({ input: norm, ...(places[scaleAt] as Where)(1 / Math.sqrt(layer + 1), sublayer) }),
  about: {
    kind: 'scaled',
    equation: 'x ← x + F(s·LN(x))',
    claim: {
      en: 'Perplexity 25.76 against 26.73 of Pre-Norm at 130M and 15.71 against 17.02 at 1B parameters (Sun et al. 2025); the best of seven with tuned learning rates, 11.74 against 12.36 at 350M (ProRes 2026).',
      zh: '困惑度：1.3 亿参数 25.76（前归一化 26.73），10 亿 15.71（17.02）（Sun 等 2025）；各自调好学习率的七种做法中最好，3.5 亿参数 11.74 对 12.36（ProRes 2026）。',
    },
    failure: {
      en: 'Adds nothing to scaled initialisation (25.80), and must not stand on the sum, where perplexity was 1,358. Beyond 72 layers Sandwich overtakes it (ProRes 2026).',
      zh: '与按深度缩放的初始化合用没有收益（25.80）；不可乘在和上，那样困惑度为 1358。超过 72 层后被三明治反超（ProRes 2026）。',
    },
    limits: [{ en: 'factor 1: Pre-Norm (pre)', zh: '系数为 1：前归一化（pre）' }],
    synonyms: [
      {
        en: 'LNS, the cure for the curse of depth; LayerNormScaled in OLMo-core',
        zh: 'LNS，针对“深度诅咒”；OLMo-core 中的 LayerNormScaled',
      },
      { en: 'trap: l counts blocks from 1, so the first block is unscaled', zh: '易混：l 从 1 数起，因此第一块不缩放' },
    ],
  },
});

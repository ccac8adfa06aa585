import { flag, later } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import type { SublayerKind } from '../types.ts';
import { definePlacement, norm, type SublayerPlan } from './types.ts';

const attention: SublayerPlan = { input: norm, output: norm, headScale: learned('head_scale', 1, { shape: 'head' }) };
const feedForward: SublayerPlan = { input: norm, inner: norm, streamScale: learned('residual_scale', 1, { shape: 'feature' }) };
const plans: Readonly<Record<SublayerKind, SublayerPlan>> = { attn: attention, cross: attention, ffn: feedForward };

/** Pre-Norm with a norm on what attention returns, one inside the FFN, a factor per head and one on the FFN's identity. */
export const normformer = definePlacement({
  id: 'normformer',
  title: { en: 'NormFormer', zh: '多重归一化 NormFormer' },
  paper: { text: 'Shleifer, Weston & Ott 2021, NormFormer', url: 'https://arxiv.org/abs/2110.09456' },
  options: {
    cross: later(
      flag(true, {
        en: 'whether cross-attention has the further norm and the factors too; in fairseq it has not',
        zh: '交叉注意力是否也有所添的归一化与系数；fairseq 中没有',
      }),
    ),
  },
  frame: { finalNorm: true },
  plan: ({ sublayer }, { cross }) => (sublayer === 'cross' && !cross ? { input: norm } : plans[sublayer]),
  about: {
    kind: 'around',
    equation: 'attn: x ← x + LN(F(LN(x); heads × head_scale)); ffn: x ← residual_scale·x + W(LN(F(LN(x))))',
    claim: {
      en: 'Perplexity 20.11 against 21.09 of Pre-Norm at 125M, 11.94 against 12.21 at 1.3B (in 24% less time) and 10.55 against 10.92 at 2.7B, for 0.4% more parameters (Shleifer et al. 2021).',
      zh: '困惑度：1.25 亿参数 20.11（前归一化 21.09），13 亿 11.94（12.21，用时少 24%），27 亿 10.55（10.92），参数只多 0.4%（Shleifer 等 2021）。',
    },
    failure: { en: 'Diverged at 100 layers of WMT17 translation (recalled).', zh: '在 WMT17 的 100 层翻译模型上发散（凭记忆）。' },
    differs: {
      en: 'fairseq adds the norm and the factors to self-attention only and leaves cross-attention as in Pre-Norm: cross=false.',
      zh: 'fairseq 只在自注意力上添加归一化与系数，交叉注意力与前归一化相同：cross=false。',
    },
    limits: [{ en: 'without the norms and factors it adds: Pre-Norm (pre)', zh: '去掉所添的归一化与系数：前归一化（pre）' }],
    synonyms: [
      {
        en: 'scale_attn, scale_fc, scale_heads, scale_resids in fairseq',
        zh: 'fairseq 中的 scale_attn、scale_fc、scale_heads、scale_resids',
      },
      { en: 'trap: the factor on the identity is only on the feed-forward sublayer', zh: '易混：恒等支路上的系数只在前馈子层' },
    ],
  },
});

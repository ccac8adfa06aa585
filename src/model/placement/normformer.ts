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
  frame: { finalNorm: true },
  plan: ({ sublayer }) => plans[sublayer],
});

import { number } from '../../core/options.ts';
import { add, mul, tanh } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** No statistics at all: every number by itself. */
export const dyt = defineNormalizer({
  id: 'dyt',
  title: { en: 'Dynamic Tanh', zh: '动态双曲正切 DyT' },
  symbol: 'DyT',
  equation: { en: 'y = γ · tanh(α x) + β; α one number', zh: 'y = γ · tanh(α x) + β；α 是一个数' },
  paper: { text: 'Zhu et al. 2025, Transformers without Normalization', url: 'https://arxiv.org/abs/2503.10622' },
  options: { alpha: number(0.5, { en: 'what α starts at', zh: 'α 的初值' }, { min: 0 }) },
  ...perToken,
  axes: [],
  eps: 0,
  epsAt: 'none',
  invariant: { scale: false, shift: false },
  apply: (context, x, _eps, { alpha }) => add(mul(tanh(mul(x, context.scalar('alpha', alpha))), context.weight()), context.bias()),
  about: {
    claim: {
      en: 'ImageNet 82.5% against 82.3% of LayerNorm with ViT-B (Zhu et al. 2025).',
      zh: 'ViT-B 在 ImageNet 上 82.5%，LayerNorm 82.3%（Zhu 等 2025）。',
    },
    traps: {
      en: 'No statistics, so large inputs saturate. Acts as a regularizer: loss 27.3% lower at 1M tokens, 18.8% higher at 118M (Removing LayerNorm 2026). α wants tuning in language models: 0.8 and 0.2 at 7B.',
      zh: '没有统计量，输入大时会饱和。有正则化作用：100 万词元时损失低 27.3%，1.18 亿词元时高 18.8%（Removing LayerNorm 2026）。用于语言模型须调 α：70 亿参数时取 0.8 和 0.2。',
    },
  },
});

import { number } from '../../core/options.ts';
import { add, erf, mul } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const derf = defineNormalizer({
  id: 'derf',
  title: { en: 'Dynamic erf', zh: '动态误差函数 Derf' },
  symbol: 'Derf',
  equation: { en: 'y = γ · erf(α x + s) + β; α and s one number each', zh: 'y = γ · erf(α x + s) + β；α 和 s 各是一个数' },
  paper: { text: 'Chen et al. 2025, Stronger Normalization-Free Transformers', url: 'https://arxiv.org/abs/2512.10938' },
  options: { alpha: number(0.5, { en: 'what α starts at', zh: 'α 的初值' }, { min: 0 }) },
  ...perToken,
  axes: [],
  eps: 0,
  epsAt: 'none',
  invariant: { scale: false, shift: false },
  apply: (context, x, _eps, { alpha }) =>
    add(mul(erf(add(mul(x, context.scalar('alpha', alpha)), context.scalar('shift', 0))), context.weight()), context.bias()),
  about: {
    claim: {
      en: 'ImageNet 82.8% against 82.3% of LayerNorm with ViT-B; GPT-2 loss 2.94, as LayerNorm, DyT 2.97 (Chen et al. 2025, README).',
      zh: 'ViT-B 在 ImageNet 上 82.8%，LayerNorm 82.3%；GPT-2 损失 2.94，与 LayerNorm 相同，DyT 为 2.97（Chen 等 2025，代码说明）。',
    },
    traps: { en: 'No statistics, so large inputs saturate.', zh: '没有统计量，输入大时会饱和。' },
  },
});

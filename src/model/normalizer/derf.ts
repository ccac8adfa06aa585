import { number } from '../../core/options.ts';
import { add, erf, mul } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const derf = defineNormalizer({
  id: 'derf',
  title: { en: 'Dynamic erf', zh: '动态误差函数 Derf' },
  symbol: 'Derf',
  equation: 'y = γ · erf(α x + s) + β; α and s one number each',
  paper: { text: 'Chen et al. 2025, Stronger Normalization-Free Transformers', url: 'https://arxiv.org/abs/2512.10938' },
  options: { alpha: number(0.5, 'what α starts at', { min: 0 }) },
  ...perToken,
  axes: [],
  eps: 0,
  epsAt: 'none',
  invariant: { scale: false, shift: false },
  apply: (context, x, _eps, { alpha }) =>
    add(mul(erf(add(mul(x, context.scalar('alpha', alpha)), context.scalar('shift', 0))), context.weight()), context.bias()),
});

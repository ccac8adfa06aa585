import { number } from '../../core/options.ts';
import { add, mul, tanh } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** No statistics at all: every number by itself. */
export const dyt = defineNormalizer({
  id: 'dyt',
  title: { en: 'Dynamic Tanh', zh: '动态双曲正切 DyT' },
  symbol: 'DyT',
  equation: 'y = γ · tanh(α x) + β; α one number',
  paper: { text: 'Zhu et al. 2025, Transformers without Normalization', url: 'https://arxiv.org/abs/2503.10622' },
  options: { alpha: number(0.5, 'what α starts at', { min: 0 }) },
  ...perToken,
  axes: [],
  eps: 0,
  epsAt: 'none',
  invariant: { scale: false, shift: false },
  apply: (context, x, _eps, { alpha }) => add(mul(tanh(mul(x, context.scalar('alpha', alpha))), context.weight()), context.bias()),
});

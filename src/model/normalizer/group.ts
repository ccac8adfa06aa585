import { number } from '../../core/options.ts';
import { add, div, mean, mul, reshape, sqrt, square, sub } from '../../graph/math.ts';
import { inGroups } from './in-groups.ts';
import { defineNormalizer, perToken } from './types.ts';

/** torch.nn.GroupNorm on [tokens, features]: each token by itself, so that a decoder may use it. */
export const group = defineNormalizer({
  id: 'group',
  title: { en: 'GroupNorm', zh: '组归一化 GroupNorm' },
  symbol: 'GN',
  equation: 'y = (x − μ_g) / √(σ²_g + ε) · γ + β; μ, σ² over one group of features of one token',
  paper: { text: 'Wu & He 2018, Group Normalization', url: 'https://arxiv.org/abs/1803.08494' },
  options: { groups: number(4, 'groups of features; they must divide the width', { min: 1, integer: true }) },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps, { groups }) => {
    const grouped = inGroups(x, groups);
    const own = { axes: [-1], keepDims: true };
    const centered = sub(grouped, mean(grouped, own));
    const unit = div(centered, sqrt(add(mean(square(centered), own), eps)));
    return add(mul(reshape(unit, x.shape), context.weight()), context.bias());
  },
});

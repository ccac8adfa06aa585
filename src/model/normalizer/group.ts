import { number } from '../../core/options.ts';
import { add, div, mean, mul, reshape, sqrt, square, sub } from '../../graph/math.ts';
import { inGroups } from './in-groups.ts';
import { defineNormalizer, perToken } from './types.ts';

/** torch.nn.GroupNorm on [tokens, features]: each token by itself, so that a decoder may use it. */
export const group = defineNormalizer({
  id: 'group',
  title: { en: 'GroupNorm', zh: '组归一化 GroupNorm' },
  symbol: 'GN',
  equation: {
    en: 'y = (x − μ_g) / √(σ²_g + ε) · γ + β; μ, σ² over one group of features of one token',
    zh: 'y = (x − μ_g) / √(σ²_g + ε) · γ + β；μ、σ² 取自一个词元的一组特征',
  },
  paper: { text: 'Wu & He 2018, Group Normalization', url: 'https://arxiv.org/abs/1803.08494' },
  options: {
    groups: number(4, { en: 'groups of features; they must divide the width', zh: '特征的组数，须整除宽度' }, { min: 1, integer: true }),
  },
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
  about: {
    claim: { en: 'Independent of the batch size, for images (Wu & He 2018).', zh: '不依赖批大小，用于图像（Wu & He 2018）。' },
    traps: {
      en: 'Here each token by itself. In images a group spans all positions, which would not be causal.',
      zh: '这里每个词元各自计算。图像中一组跨越所有位置，那样就不是因果的。',
    },
  },
});

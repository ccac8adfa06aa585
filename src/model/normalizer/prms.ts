import { choice, later, number } from '../../core/options.ts';
import { add, div, mean, mul, slice, sqrt, square } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const prms = defineNormalizer({
  id: 'prms',
  title: { en: 'partial RMSNorm', zh: '部分 RMSNorm' },
  symbol: 'pRMS',
  equation: {
    en: 'y = x / (√mean(x₁²…x_k²) + ε) · γ; k = the first share of the features of one token',
    zh: 'y = x / (√mean(x₁²…x_k²) + ε) · γ；k 为一个词元最前一部分特征的个数',
  },
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  options: {
    share: number(0.0625, { en: 'share of the features the statistic is taken from', zh: '计算统计量所用特征的比例' }, { min: 0, max: 1 }),
    round: later(
      choice(['down', 'up'], 'down', {
        en: 'how the number of features is made whole: down as in the released code, up as in the paper',
        zh: '特征个数如何取整：向下同公开代码，向上同论文',
      }),
    ),
  },
  ...perToken,
  eps: 1e-8,
  epsAt: 'outside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps, { share, round }) => {
    // A share of 0.1 of 30 features is three, whatever its last digit says.
    const exact = Number(((x.shape.at(-1) as number) * share).toFixed(9));
    const seen = Math.max(1, round === 'up' ? Math.ceil(exact) : Math.floor(exact));
    const rms = sqrt(mean(square(slice(x, 1, 0, seen)), { axes: [-1], keepDims: true }));
    return mul(div(x, add(rms, eps)), context.weight());
  },
  about: {
    claim: {
      en: 'The first 6.25% of the features are enough for the statistic (Zhang & Sennrich 2019).',
      zh: '只用前 6.25% 的特征计算统计量就够了（Zhang & Sennrich 2019）。',
    },
    differs: {
      en: 'The paper rounds the number of features up (round=up), its code rounds it down.',
      zh: '论文将特征个数向上取整（round=up），其代码向下取整。',
    },
    traps: {
      en: 'The features it looks at are always the same ones, and what the others hold is not bounded.',
      zh: '看的总是同样那些特征，其余特征的大小不受约束。',
    },
  },
});

import { choice, later } from '../../core/options.ts';
import { abs, detach, div, layerNorm, max, mul } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** LayerNorm of x brought to at most 8 first, so that half precision does not overflow; no gradient through the maximum. */
export const cogview = defineNormalizer({
  id: 'cogview',
  title: { en: 'CogView LayerNorm', zh: 'CogView 的 LayerNorm' },
  symbol: 'LN',
  equation: {
    en: 'y = LN(x / (max|x| / 8)); maximum over the features of one token',
    zh: 'y = LN(x / (max|x| / 8))；最大值取自一个词元的全部特征',
  },
  paper: { text: 'Ding et al. 2021, CogView', url: 'https://arxiv.org/abs/2105.13290' },
  ...perToken,
  options: {
    maximum: later(
      choice(['token', 'tensor'], 'token', {
        en: 'what max|x| is taken over: one token, or all tokens of the batch as in the released code (then ε lets a token notice others, later ones too)',
        zh: 'max|x| 的取值范围：一个词元，或如公开代码取整批全部词元（此时词元会通过 ε 受到其他词元影响，包括后面的词元）',
      }),
    ),
  },
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps, { maximum }) => {
    const largest = detach(max(abs(x), { axes: maximum === 'token' ? [-1] : [0, 1], keepDims: true }));
    return layerNorm(div(x, mul(largest, 1 / 8)), context.weight(), context.bias(), eps);
  },
  about: {
    claim: {
      en: 'Keeps half precision from overflowing inside LayerNorm (Ding et al. 2021).',
      zh: '避免半精度在 LayerNorm 内部溢出（Ding 等 2021）。',
    },
    differs: {
      en: 'The released code takes the maximum over the whole tensor: maximum=tensor.',
      zh: '公开的代码取整个张量的最大值：maximum=tensor。',
    },
    traps: {
      en: 'ε comes after the division by max|x| / 8: it weighs (max|x| / 8)² times what it weighs in LayerNorm, less for small inputs and more for large ones (for features of deviation 1, 10 and 100 about 0.1, 10 and 1,000 times), so that its share is the same whatever the size of the input.',
      zh: 'ε 加在除以 max|x| / 8 之后：其作用是在 LayerNorm 中的 (max|x| / 8)² 倍，输入小时更小，输入大时更大（特征的标准差为 1、10、100 时约为 0.1、10、1,000 倍），因此无论输入多大，它所占的比例都相同。',
    },
  },
});

import { add, div, mean, mul, sqrt, square } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

/** As the paper's own code has it: ε outside the root. */
export const rmsOriginal = defineNormalizer({
  id: 'rms-original',
  title: { en: 'RMSNorm, ε outside the root', zh: 'ε 在根号外的 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / (√mean(x²) + ε) · γ',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  ...perToken,
  eps: 1e-8,
  epsAt: 'outside',
  invariant: { scale: true, shift: false },
  apply: (context, x, eps) => mul(div(x, add(sqrt(mean(square(x), { axes: [-1], keepDims: true })), eps)), context.weight()),
  about: {
    claim: { en: "The form of the paper's own code.", zh: '论文自带代码的写法。' },
    traps: { en: 'ε = 1e-8 stands outside the root; most libraries have it inside.', zh: 'ε = 1e-8 在根号之外；多数库写在根号之内。' },
  },
});

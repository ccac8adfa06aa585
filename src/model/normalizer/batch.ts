import { add, div, mean, mul, reshape, sqrt, square, sub } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { defineNormalizer } from './types.ts';

const momentum = 0.1;

/**
 * BatchNorm as torch.nn.BatchNorm1d on [tokens, features]: biased variance normalizes, the running variance takes the
 * unbiased one, momentum 0.1. In a decoder the statistics of a position contain later tokens: it breaks causality.
 */
export const batch = defineNormalizer({
  id: 'batch',
  title: { en: 'BatchNorm', zh: '批归一化 BatchNorm' },
  symbol: 'BN',
  equation: {
    en: 'y = (x − μ) / √(σ² + ε) · γ + β; μ, σ² of one feature over all tokens of the batch; running averages at evaluation',
    zh: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个特征在整批词元上的值；评估时用滑动平均',
  },
  paper: { text: 'Ioffe & Szegedy 2015, Batch Normalization', url: 'https://arxiv.org/abs/1502.03167' },
  eps: 1e-5,
  epsAt: 'inside',
  axes: ['batch', 'position'],
  causal: false,
  trainEvalDiffers: true,
  invariant: { scale: false, shift: false },
  apply: (context, x, eps) => {
    const [tokens, features] = x.shape as [number, number];
    const rows = { axes: [0], keepDims: true };
    const mu = mean(x, rows);
    const variance = mean(square(sub(x, mu)), rows);
    const blend = (statistic: Tensor) => (current: Tensor) =>
      add(mul(current, 1 - momentum), mul(reshape(statistic, [features]), momentum));
    const runningMean = context.running('running_mean', 0, context.train ? blend(mu) : undefined);
    const runningVariance = context.running('running_var', 1, context.train ? blend(mul(variance, tokens / (tokens - 1))) : undefined);
    const [center, spread] = context.train ? [mu, variance] : [runningMean, runningVariance];
    return add(mul(div(sub(x, center), sqrt(add(spread, eps))), context.weight()), context.bias());
  },
  about: {
    claim: {
      en: 'The first normalizer of deep networks, for images (Ioffe & Szegedy 2015).',
      zh: '深度网络的第一种归一化，用于图像（Ioffe & Szegedy 2015）。',
    },
    traps: {
      en: 'Its statistics contain later tokens and other sequences: a decoder sees its future. Evaluation uses running averages.',
      zh: '统计量含有后面的词元和其他序列：解码器会看到未来。评估时用滑动平均。',
    },
  },
});

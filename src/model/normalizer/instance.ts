import { add, div, mean, mul, reshape, sqrt, square, sub } from '../../graph/math.ts';
import { defineNormalizer } from './types.ts';

/** Statistics of one feature over the positions of one sequence; later ones too, so that a decoder sees its future. */
export const instance = defineNormalizer({
  id: 'instance',
  title: { en: 'InstanceNorm', zh: '实例归一化 InstanceNorm' },
  symbol: 'IN',
  equation: {
    en: 'y = (x − μ) / √(σ² + ε) · γ + β; μ, σ² of one feature over the positions of one sequence',
    zh: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个特征在一条序列各位置上的值',
  },
  paper: { text: 'Ulyanov, Vedaldi & Lempitsky 2016, Instance Normalization', url: 'https://arxiv.org/abs/1607.08022' },
  eps: 1e-5,
  epsAt: 'inside',
  axes: ['position'],
  causal: false,
  trainEvalDiffers: false,
  invariant: { scale: false, shift: false },
  apply: (context, x, eps) => {
    const [tokens, features] = x.shape as [number, number];
    const sequences = reshape(x, [tokens / context.seqLen, context.seqLen, features]);
    const positions = { axes: [1], keepDims: true };
    const centered = sub(sequences, mean(sequences, positions));
    const unit = div(centered, sqrt(add(mean(square(centered), positions), eps)));
    return add(mul(reshape(unit, x.shape), context.weight()), context.bias());
  },
  about: {
    claim: {
      en: 'For style transfer: removes the contrast of one image (Ulyanov et al. 2016).',
      zh: '用于风格迁移：去除单张图像的对比度（Ulyanov 等 2016）。',
    },
    traps: {
      en: 'Statistics over all positions of a sequence: a decoder sees its future.',
      zh: '统计量取自序列的所有位置：解码器会看到未来。',
    },
  },
});

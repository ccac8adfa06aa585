/** What the norm computes, and what else could stand in its place. */
import type { Section } from '../types.ts';
import { difference, layerNorm, same } from './difference.ts';

export const layerNormSection: Section = {
  title: { en: 'What LayerNorm computes', zh: '层归一化算的是什么' },
  blocks: [
    {
      kind: 'text',
      text: {
        en: `For every token by itself, over its $H$ features $x_1, \\dots, x_H$:

$$
\\mu = \\frac{1}{H} \\sum_{i=1}^{H} x_i
\\qquad
\\sigma^2 = \\frac{1}{H} \\sum_{i=1}^{H} (x_i - \\mu)^2
\\qquad
y_i = \\gamma_i \\, \\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta_i
$$

- The variance is the biased one: it is divided by $H$, not by $H - 1$.
- $\\varepsilon$ is small, usually $10^{-5}$, and stands under the root.
- The gain $\\gamma$ starts at 1 and the shift $\\beta$ at 0; both are learned, one number for each feature.
- A batch $b \\times l \\times d$ of $b$ sequences of $l$ tokens with $d = H$ features has $b \\cdot l$ means and variances. No token sees another, so training and use are the same.`,
        zh: `对每个词元（token）单独计算，范围是它的 $H$ 个特征 $x_1, \\dots, x_H$ ：

$$
\\mu = \\frac{1}{H} \\sum_{i=1}^{H} x_i
\\qquad
\\sigma^2 = \\frac{1}{H} \\sum_{i=1}^{H} (x_i - \\mu)^2
\\qquad
y_i = \\gamma_i \\, \\frac{x_i - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta_i
$$

- 方差是有偏的：除以 $H$ ，而不是 $H - 1$ 。
- $\\varepsilon$ 很小，通常为 $10^{-5}$ ，位于根号之内。
- 增益 $\\gamma$ 初值为 1，偏移 $\\beta$ 初值为 0；两者都可学习，每个特征一个数。
- 形状为 $b \\times l \\times d$ 的批次有 $b$ 个序列，每个序列 $l$ 个词元，每个词元 $d = H$ 个特征，因此有 $b \\cdot l$ 组均值和方差。词元之间互不相见，所以训练与使用时的计算相同。`,
      },
    },
    { kind: 'text', text: { en: 'In effect:', zh: '效果是：' } },
    {
      kind: 'findings',
      findings: [
        {
          claim: 'layernorm-removes-scale',
          effect: {
            en: 'share of the differences of scale that is left, or 1 minus the correlation if that is larger',
            zh: '剩余的尺度差异占比，或 1 减相关系数（取较大者）',
          },
          says: {
            supported: {
              en: 'It removes the differences of scale between tokens and keeps the relations within one.',
              zh: '它消除词元之间的尺度差异，保留单个词元内部的相对关系。',
            },
          },
        },
      ],
    },
    { kind: 'figure', claim: 'layernorm-removes-scale' },
  ],
  parts: [
    {
      title: { en: 'Other normalizers', zh: '其他归一化方法' },
      blocks: [
        {
          kind: 'text',
          text: {
            en: 'RMSNorm leaves the mean where it is and divides by the root mean square. ScaleNorm divides by the length of the token and has one gain in all. BatchNorm takes mean and variance over the batch, feature by feature; PowerNorm is a milder form of it. DyT and Derf drop the statistics and bend each number through $\\tanh$ or the error function.',
            zh: 'RMS 归一化不减均值，只除以均方根。ScaleNorm 除以词元的长度，总共只有一个增益。批归一化逐个特征在整个批次上取均值和方差；幂归一化（PowerNorm）是它较温和的形式。DyT 与 Derf 不用统计量，而是让每个数经过 $\\tanh$ 或误差函数。',
          },
        },
        {
          kind: 'findings',
          findings: [
            difference('rms-equals-layer', { en: 'RMSNorm', zh: 'RMS 归一化' }, layerNorm),
            difference('scale-equals-layer', same('ScaleNorm'), layerNorm),
            difference('l2-worse-than-layer', { en: 'division by the length', zh: '只除以长度的归一化' }, layerNorm),
            difference('plain-equals-layer', { en: 'LayerNorm without them', zh: '去掉两者的层归一化' }, layerNorm),
            difference('cogview-norm-same', { en: 'CogView’s LayerNorm', zh: 'CogView 的层归一化' }, layerNorm),
            difference('batch-worse-on-text', { en: 'BatchNorm', zh: '批归一化' }, layerNorm),
            difference('batch-fine-on-images', { en: 'BatchNorm', zh: '批归一化' }, layerNorm),
            difference('power-beats-batch', same('PowerNorm'), { en: 'BatchNorm', zh: '批归一化' }),
            difference('dyt-helps-little-data', same('DyT'), layerNorm),
            difference('dyt-hurts-much-data', same('DyT'), layerNorm),
            difference('derf-beats-dyt', same('Derf'), same('DyT')),
            {
              claim: 'scalenorm-without-warmup',
              effect: { en: 'loss without warm-up minus that with it', zh: '不预热的损失减去预热的损失' },
            },
          ],
        },
      ],
    },
  ],
};

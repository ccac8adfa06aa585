import { number } from '../../core/options.ts';
import { add, detach, div, greater, mean, mul, reshape, sqrt, square, sub } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { inGroups } from './in-groups.ts';
import { defineNormalizer } from './types.ts';

/**
 * PowerNorm: the quadratic mean of a feature over the batch, taken from a running average once warmed up. Its backward pass is
 * the paper's approximation, not the derivative: no gradient flows through the statistic; a running average ν of the
 * gradient's part along z takes its place.
 */
export const power = defineNormalizer({
  id: 'power',
  title: { en: 'PowerNorm', zh: '幂归一化 PowerNorm' },
  symbol: 'PN',
  equation: {
    en: 'y = x̂ / √(ψ + ε) · γ + β; ψ running mean of x̂² of one feature over the batch, x̂ = x / RMS of its group',
    zh: 'y = x̂ / √(ψ + ε) · γ + β；ψ 是一个特征的 x̂² 在整批上的滑动均值，x̂ = x / 所在组的均方根',
  },
  paper: { text: 'Shen et al. 2020, PowerNorm', url: 'https://arxiv.org/abs/2003.07845' },
  options: {
    groups: number(1, { en: 'groups of features whose RMS scales them first', zh: '先按均方根缩放的特征组数' }, { min: 1, integer: true }),
    warmupSteps: number(
      100,
      {
        en: 'steps that use the batch itself; 10000 in the paper, for longer trainings',
        zh: '直接使用批统计量的步数；论文训练更长，取 10000',
      },
      { min: 0, integer: true },
    ),
    forward: number(0.9, { en: 'memory of ψ', zh: 'ψ 的记忆系数' }, { min: 0, max: 1 }),
    backward: number(0.9, { en: 'memory of ν', zh: 'ν 的记忆系数' }, { min: 0, max: 1 }),
  },
  eps: 1e-5,
  epsAt: 'inside',
  axes: ['batch', 'position'],
  causal: false,
  trainEvalDiffers: true,
  invariant: { scale: true, shift: false },
  apply: (context, x, eps, { groups, warmupSteps, forward, backward }) => {
    const features = x.shape[1] as number;
    const grouped = inGroups(x, groups);
    const scaled = reshape(div(grouped, sqrt(add(mean(square(grouped), { axes: [-1], keepDims: true }), eps))), x.shape);
    const affine = (z: Tensor) => add(mul(z, context.weight()), context.bias());
    if (!context.train) return affine(div(scaled, sqrt(add(context.running('running_phi', 1), eps))));

    const batchMean = reshape(detach(mean(square(scaled), { axes: [0] })), [features]);
    const step = context.step();
    const warming = greater(warmupSteps + 1, step);
    const early = greater(warmupSteps, step);
    const psi = context.running('running_phi', 1, (current) => {
      const averaged = add(mul(current, div(sub(step, 1), step)), div(batchMean, step));
      const start = add(mul(early, averaged), mul(sub(1, early), current));
      return add(mul(start, forward), mul(batchMean, 1 - forward));
    });
    const statistic = add(mul(warming, batchMean), mul(sub(1, warming), psi));
    const [seen, kept] = [batchMean, statistic].map((mean) => sqrt(add(mean, eps))) as [Tensor, Tensor];
    const byBatch = div(scaled, seen);
    // Forward divides by the kept statistic, backward by that of the batch.
    const z = add(byBatch, detach(sub(div(scaled, kept), byBatch)));
    const nu = context.running('ema_gz', 0);
    const pull = mul(z, mul(nu, 1 - backward));
    context.steer(scaled, div(mul(pull, -1), seen));
    context.moveByGradient('ema_gz', z, (gradient) => add(nu, mean(mul(sub(gradient, pull), z), { axes: [0] })));
    return affine(z);
  },
  about: {
    claim: {
      en: '35.87 BLEU on IWSLT14 De-En, LayerNorm about 35.3 (Shen et al. 2020, README, secondary).',
      zh: 'IWSLT14 德英 35.87 BLEU，LayerNorm 约 35.3（Shen 等 2020，代码说明，二手）。',
    },
    traps: {
      en: 'Mixes tokens as BatchNorm does, and its backward pass is an approximation on purpose, not the derivative.',
      zh: '与 BatchNorm 一样混合词元；反向传播有意用近似，并不是导数。',
    },
  },
});

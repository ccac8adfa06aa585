import { UserError } from '../core/errors.ts';
import { spikeScore } from '../core/statistic/spike-score.ts';
import { type Curves, type Probe, whole } from './types.ts';

/** How often training jumped: the share of steps whose loss, or gradient norm, is 7 standard deviations from the 1000 before (OLMo 2). */
export const spikes: Probe = {
  id: 'spike-score',
  title: { en: 'Spike score', zh: '尖峰占比' },
  definition: {
    en: 'share of the training steps whose loss (gradient norm) lies 7 or more standard deviations from the mean of up to 1000 steps before; the first 50 are not judged',
    zh: '训练损失（梯度范数）偏离此前至多 1000 步的平均值达 7 个标准差及以上的步数占比；前 50 步不判定',
  },
  paper: { text: 'Team OLMo 2025, 2 OLMo 2 Furious', url: 'https://arxiv.org/abs/2501.00656' },
  refusal: ({ curves }) => (curves ? undefined : new UserError('error.probeCurves', { probe: 'spike-score' })),
  measure: async ({ curves }) => {
    const { loss, gradientNorm } = curves as Curves;
    return [
      { id: 'spike-score/loss', labels: [whole], values: [spikeScore(loss)] },
      { id: 'spike-score/gradient-norm', labels: [whole], values: [spikeScore(gradientNorm)] },
    ];
  },
};

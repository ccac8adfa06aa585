/** Which of the three, and whether depth or width. */
import type { Section } from '../types.ts';
import { difference, postNorm, preNorm } from './difference.ts';

export const choiceSection: Section = {
  title: { en: 'Which one to take', zh: '选哪一种' },
  blocks: [
    {
      kind: 'findings',
      findings: [
        {
          claim: 'one-best-placement',
          effect: { en: 'loss of the overall best minus that of the best other one', zh: '总体最优者的损失减去其余最优者的损失' },
          says: {
            supported: { en: 'One of the three is best on all six tasks.', zh: '三者中有一种在全部六个任务上都最好。' },
            contradicted: {
              en: 'There is no best placement: what wins on most tasks loses on another.',
              zh: '没有处处最好的位置：在多数任务上胜出的，在别的任务上落败。',
            },
            'not shown at this scale': {
              en: 'Whether one of the three is best on every task is open.',
              zh: '三者中是否有一种在所有任务上都最好，尚无定论。',
            },
          },
        },
        difference(
          'xiong-warmup-table',
          { en: 'Post-Norm with warm-up', zh: '有预热的后归一化' },
          { en: 'Pre-Norm without', zh: '不预热的前归一化' },
          {
            supported: {
              en: 'Warm-up levels them: Post-Norm with it does as well as Pre-Norm without.',
              zh: '预热能拉平两者：有预热的后归一化与不预热的前归一化效果相当。',
            },
          },
        ),
      ],
    },
    { kind: 'figure', claim: 'one-best-placement' },
  ],
  parts: [
    {
      title: { en: 'Depth or width', zh: '要深还是要宽' },
      blocks: [
        {
          kind: 'findings',
          findings: [
            {
              claim: 'pre-width-equal-parameters',
              effect: { en: 'loss of deep Pre-Norm minus that of wide', zh: '深的前归一化的损失减去宽的' },
            },
            {
              claim: 'pre-width-equal-compute',
              effect: { en: 'loss of deep Pre-Norm minus that of wide', zh: '深的前归一化的损失减去宽的' },
            },
            {
              claim: 'post-depth-equal-parameters',
              effect: {
                en: `what depth gains ${postNorm.en} minus what it gains ${preNorm.en}`,
                zh: '深度带给后归一化的收益减去带给前归一化的',
              },
            },
            {
              claim: 'post-depth-equal-compute',
              effect: {
                en: `what depth gains ${postNorm.en} minus what it gains ${preNorm.en}`,
                zh: '深度带给后归一化的收益减去带给前归一化的',
              },
            },
          ],
        },
      ],
    },
  ],
};

import { studyLines } from '../read/read.ts';
import { finalLoss } from '../read/run.ts';
import { everywhere } from '../rule/everywhere.ts';
import { units } from '../rule/rule.ts';
import { proRes } from '../shared/sources.ts';
import { championLead } from '../shared/tasks.ts';
import { perTask } from '../shared/training.ts';
import { defineClaim } from '../types.ts';

export const oneBestPlacement = defineClaim({
  id: 'one-best-placement',
  group: 'plan',
  statement: {
    en: 'One placement is best on every task: of Post, Pre and Sandwich, on six tasks.',
    zh: '有一种归一化位置在所有任务上都最好：后、前、三明治三者，六个任务。',
  },
  sources: [proRes],
  published: { en: 'one task each', zh: '各为单一任务' },
  needs: perTask,
  read: (results) => Object.fromEntries(Object.entries(results).map(([task, result]) => [task, studyLines(result, { pick: finalLoss })])),
  rule: everywhere({
    quantity: {
      en: 'on each task at depth 8, the validation loss of the placement that has the smallest mean loss on most tasks, minus that of the best other one on the same seed, each at its own best learning rate',
      zh: '每个任务 8 层时，在最多任务上平均损失最小的归一化位置的验证损失，减去其余之中最好者（相同种子，各取自己的最佳学习率）',
    },
    unit: units.nats,
    effects: championLead,
    within: [Number.NEGATIVE_INFINITY, 0],
    size: { en: '{at}', zh: '{at}' },
  }),
  figure: { kind: 'effects', y: { en: 'loss of the overall best minus the best other, nats', zh: '总体最优者的损失 − 其余最优者（nat）' } },
});

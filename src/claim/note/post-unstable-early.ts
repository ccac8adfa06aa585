import { studyLines } from '../read/read.ts';
import { earlyRise } from '../read/run.ts';
import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { xiong } from '../shared/sources.ts';
import { withoutWarmup } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const postUnstableEarly = defineClaim({
  id: 'post-unstable-early',
  group: 'note',
  statement: { en: 'Post-Norm is unstable early in training.', zh: '后归一化在训练初期不稳定。' },
  sources: [xiong],
  published: { en: '6-6 layers, IWSLT14, learning rates 5e-4 and 1e-3', zh: '6-6 层，IWSLT14，学习率 5e-4 与 1e-3' },
  needs: { trained: withoutWarmup },
  read: ({ trained }) => ({
    main: studyLines(trained, {
      pick: (run, { settings }) => earlyRise(run, Number(settings.steps)),
      keep: ({ lr, warmup }) => lr === 0.01 && warmup === 0,
    }),
  }),
  rule: rule({
    quantity: {
      en: 'how far the training loss rises above its start in the first fifth of training without warm-up, of Post-Norm minus that of Pre-Norm on the same seed and learning rate (0.01)',
      zh: '不预热时训练前五分之一内训练损失高出起点的最大值：相同种子与学习率（0.01）下后归一化减去前归一化',
    },
    unit: units.nats,
    effects: difference('post', 'pre'),
    within: [0, Number.POSITIVE_INFINITY],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'rise of the training loss above its start, nats', zh: '训练损失高出起点的幅度（nat）' } },
});

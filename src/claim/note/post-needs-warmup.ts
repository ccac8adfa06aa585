import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { xiong } from '../shared/sources.ts';
import { longPostNeeds, longWarmupFigure, readLongPost } from '../shared/warmup.ts';
import { defineClaim } from '../types.ts';

export const postNeedsWarmup = defineClaim({
  id: 'post-needs-warmup',
  group: 'note',
  statement: { en: 'Post-Norm needs warm-up.', zh: '后归一化需要预热。' },
  sources: [xiong],
  published: { en: '6-6 layers, IWSLT14: 8.45 BLEU without warm-up, about 34 with', zh: '6-6 层，IWSLT14：不预热 8.45 BLEU，预热约 34' },
  needs: longPostNeeds,
  read: readLongPost,
  rule: rule({
    quantity: {
      en: 'validation loss of Post-Norm without warm-up minus that with 300 steps of 1000, on the same seed, learning rate 0.003, copying 8 symbols',
      zh: '后归一化不用预热时的验证损失减去 1000 步中预热 300 步时的验证损失（相同种子，学习率 0.003，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('post, 0', 'post, 300'),
    within: [0.1, Number.POSITIVE_INFINITY],
  }),
  earlier: {
    en: 'The first measurement was 100 steps at learning rate 0.01 with warm-ups of 0 and 30, four seeds. It came out as not shown: warm-up gained 1.70 nats [1.21, 2.20] at 4 blocks, 0.08 [0.002, 0.16] at 8, and nothing at 16, where Post-Norm stayed at a guess with and without it. The study was therefore given 1000 steps, 300 of warm-up, the smaller learning rate and three seeds, before the fresh run; the rule is the same.',
    zh: '第一次测量为 100 步，学习率 0.01，预热 0 与 30 步，四个种子，结果为未能显示：4 层时预热带来 1.70 nat [1.21, 2.20]，8 层 0.08 [0.002, 0.16]，16 层没有差别：后归一化有无预热都停在猜测上。因此在重新运行之前改为 1000 步、预热 300 步、较小的学习率和三个种子，规则未变。',
  },
  figure: longWarmupFigure,
});

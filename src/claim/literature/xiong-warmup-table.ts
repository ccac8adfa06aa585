import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { xiong } from '../shared/sources.ts';
import { longWarmupFigure, longWarmupNeeds, readLongWarmup } from '../shared/warmup.ts';
import { defineClaim } from '../types.ts';

export const xiongWarmupTable = defineClaim({
  id: 'xiong-warmup-table',
  group: 'literature',
  statement: { en: 'Post-Norm with warm-up does as well as Pre-Norm without.', zh: '有预热的后归一化与不预热的前归一化效果相当。' },
  sources: [xiong],
  published: {
    en: 'IWSLT14, 6-6 layers: about 34 BLEU for both; Post-Norm without warm-up 8.45',
    zh: 'IWSLT14，6-6 层：两者都约 34 BLEU；后归一化不预热 8.45',
  },
  needs: longWarmupNeeds,
  read: readLongWarmup,
  rule: rule({
    quantity: {
      en: 'validation loss of Post-Norm with 300 steps of warm-up of 1000 minus that of Pre-Norm without, on the same seed, learning rate 0.003, copying 8 symbols',
      zh: '后归一化 1000 步中预热 300 步的验证损失减去不预热的前归一化（相同种子，学习率 0.003，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('post, 300', 'pre, 0'),
    within: [-0.1, 0.1],
  }),
  figure: longWarmupFigure,
});

import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { nguyen } from '../shared/sources.ts';
import { readScaleWarmup, scaleWarmupFigure, scaleWarmupNeeds } from '../shared/warmup.ts';
import { defineClaim } from '../types.ts';

export const scalenormWithoutWarmup = defineClaim({
  id: 'scalenorm-without-warmup',
  group: 'literature',
  statement: { en: 'Pre-Norm with ScaleNorm trains without warm-up.', zh: '用 ScaleNorm 的前归一化不用预热即可训练。' },
  sources: [nguyen],
  published: {
    en: 'en-vi at 4, 5, 6 layers without warm-up: 28.33, 28.13, 28.32 BLEU for Pre-Norm, Post 18.31 at 4 and failed at 5 and 6',
    zh: '英-越 4、5、6 层不预热：前归一化 28.33、28.13、28.32 BLEU，后归一化 4 层 18.31，5、6 层失败',
  },
  needs: scaleWarmupNeeds,
  read: readScaleWarmup,
  rule: rule({
    quantity: {
      en: 'validation loss of Pre-Norm with ScaleNorm without warm-up minus that with 30 steps of 100, on the same seed, learning rate 0.01, copying 8 symbols',
      zh: '用 ScaleNorm 的前归一化不用预热时的验证损失减去 100 步中预热 30 步时的验证损失（相同种子，学习率 0.01，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('pre-scale, 0', 'pre-scale, 30'),
    within: [Number.NEGATIVE_INFINITY, 0.1],
  }),
  figure: scaleWarmupFigure,
});

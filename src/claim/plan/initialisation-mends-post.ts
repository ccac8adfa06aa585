import { difference, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { deepNet, liu, nguyen } from '../shared/sources.ts';
import { readStarts, startFigure, startNeeds } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const initialisationMendsPost = defineClaim({
  id: 'initialisation-mends-post',
  group: 'plan',
  statement: {
    en: "The right start mends Post-Norm's instability: DeepNorm and Admin train without warm-up where Post-Norm with Xavier does not.",
    zh: '合适的初始化能修复后归一化的不稳定：DeepNorm 与 Admin 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [deepNet, liu, nguyen],
  published: {
    en: 'WMT14 En-De at 12 and 18 layers: Post fails, Admin 28.58 and 29.03 BLEU',
    zh: 'WMT14 英德 12、18 层：后归一化失败，Admin 28.58 与 29.03 BLEU',
  },
  needs: startNeeds,
  read: readStarts,
  rule: rule({
    quantity: {
      en: 'validation loss of DeepNorm or of Admin, each with its own initialisation, minus that of Post-Norm with Xavier on the same seed, learning rate 0.01, no warm-up; of the two the difference that is worse for the claim',
      zh: '相同种子上 DeepNorm 或 Admin（各用自己的初始化）的验证损失减去 Xavier 初始化的后归一化，学习率 0.01，不预热；两者中取对结论更不利的差',
    },
    unit: units.nats,
    effects: worstOf('below', difference('deepnorm', 'post-xavier'), difference('admin', 'post-xavier')),
    within: [Number.NEGATIVE_INFINITY, -0.1],
  }),
  figure: { ...startFigure, only: ['deepnorm', 'admin', 'post-xavier'] },
});

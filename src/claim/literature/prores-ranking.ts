import { rule, units } from '../rule/rule.ts';
import { fairFigure, fairNeeds } from '../shared/fair.ts';
import { readLosses } from '../shared/normalizers.ts';
import { agreement } from '../shared/order.ts';
import { proRes } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

/** From best to worst. */
const order = ['lns', 'sandwich', 'deepnorm', 'pre', 'post'];

export const proresRanking = defineClaim({
  id: 'prores-ranking',
  group: 'literature',
  statement: {
    en: 'Tuned alike, language models rank LayerNorm Scaling before Sandwich, DeepNorm, Pre and Post.',
    zh: '同等调参时，语言模型的优劣次序为 LNS、三明治、DeepNorm、前归一化、后归一化。',
  },
  sources: [proRes],
  published: {
    en: 'perplexity 14.45, 14.55, 14.57, 14.67, 14.84 at 130M and 50B tokens; at 350M Pre (12.36) is before DeepNorm (12.38), at 1.3B they are level (10.32)',
    zh: '130M、500 亿 token：困惑度 14.45、14.55、14.57、14.67、14.84；350M 时前归一化（12.36）在 DeepNorm（12.38）之前，1.3B 时两者相同（10.32）',
  },
  needs: fairNeeds,
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'Kendall’s tau between the published order and the validation losses of the five arms, each at its own best learning rate, for each seed',
      zh: '已发表的次序与五个方案验证损失（各取自己的最佳学习率）之间的 Kendall tau，逐种子计算',
    },
    unit: units.none,
    effects: agreement(order),
    within: [0, Number.POSITIVE_INFINITY],
  }),
  figure: { ...fairFigure, only: ['lns', 'sandwich', 'deepnorm', 'pre', 'post'] },
});

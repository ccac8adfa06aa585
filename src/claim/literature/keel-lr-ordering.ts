import { rule, units } from '../rule/rule.ts';
import { agreement } from '../shared/order.ts';
import { toleratedLines } from '../shared/ramp.ts';
import { keelPaper } from '../shared/sources.ts';
import { ramp } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

/** From what bears least to what bears most, as published at 64 blocks. */
const order = ['post', 'deepnorm', 'hybrid', 'mix-ln', 'pre', 'keel'];

export const keelLrOrdering = defineClaim({
  id: 'keel-lr-ordering',
  group: 'literature',
  statement: {
    en: 'The largest learning rate that placements bear rises from Post over DeepNorm, HybridNorm, Mix-LN and Pre to Keel.',
    zh: '各归一化位置能承受的最大学习率依次为：后归一化 < DeepNorm < HybridNorm < Mix-LN < 前归一化 < Keel。',
  },
  sources: [keelPaper],
  published: {
    en: '64 blocks: 3.0e-4, 3.5e-4, 4.9e-4, 8.6e-4, 7.65e-3, 1.01e-2; ramp to 0.05 over 5000 steps',
    zh: '64 块：3.0e-4、3.5e-4、4.9e-4、8.6e-4、7.65e-3、1.01e-2；5000 步升到 0.05',
  },
  needs: { ramped: ramp },
  read: ({ ramped }) => ({ main: toleratedLines(ramped) }),
  rule: rule({
    quantity: {
      en: 'Kendall’s tau between the published order and the learning rates at which a ramp from 0 to 0.3 breaks the six arms, for each seed',
      zh: '已发表的顺序与学习率从 0 升到 0.3 时六个方案崩溃处学习率之间的 Kendall tau，逐种子计算',
    },
    unit: units.none,
    effects: agreement(order),
    within: [0, Number.POSITIVE_INFINITY],
  }),
  figure: { kind: 'lines', log: true, x: depth, y: { en: 'learning rate at which the ramp breaks', zh: '崩溃处的学习率' } },
});

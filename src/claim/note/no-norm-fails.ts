import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { fixup } from '../shared/sources.ts';
import { readStarts, startFigure, startNeeds } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const noNormFails = defineClaim({
  id: 'no-norm-fails',
  group: 'note',
  statement: { en: 'Leaving the norms out altogether fails.', zh: '忘了放归一化就会失败。' },
  sources: [fixup],
  published: { en: 'residual networks without norms need an initialisation of their own', zh: '没有归一化的残差网络需要专门的初始化' },
  needs: startNeeds,
  read: readStarts,
  rule: rule({
    quantity: {
      en: 'validation loss without norms minus that of Pre-Norm on the same seed, both Xavier, learning rate 0.01, no warm-up, copying 8 symbols',
      zh: '相同种子上无归一化的验证损失减去前归一化的验证损失（均为 Xavier，学习率 0.01，不预热，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('none', 'pre'),
    within: [0.5, Number.POSITIVE_INFINITY],
  }),
  figure: { ...startFigure, only: ['none', 'pre'], log: true },
});

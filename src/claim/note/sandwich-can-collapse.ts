import { logRatio } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { toleratedLines } from '../shared/ramp.ts';
import { glm } from '../shared/sources.ts';
import { ramp } from '../shared/training.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const sandwichCanCollapse = defineClaim({
  id: 'sandwich-can-collapse',
  group: 'note',
  statement: {
    en: 'Sandwich-Norm can collapse where Pre-Norm does not: it bears less of a learning rate.',
    zh: '三明治归一化会在前归一化不崩溃的地方崩溃：它能承受的学习率更小。',
  },
  sources: [glm],
  published: { en: 'gradients diverged at 130B after about 2500 steps', zh: '130B 模型约 2500 步后梯度发散' },
  needs: { ramped: ramp },
  read: ({ ramped }) => ({ main: toleratedLines(ramped) }),
  rule: rule({
    quantity: {
      en: 'log2 of the learning rate at which a ramp from 0 to 0.3 breaks Sandwich-Norm, over that of Pre-Norm on the same seed',
      zh: '学习率从 0 升到 0.3 时三明治归一化崩溃处的学习率与前归一化之比的 log2（相同种子）',
    },
    unit: units.doublings,
    effects: logRatio('sandwich', 'pre'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', log: true, x: depth, y: { en: 'learning rate at which the ramp breaks', zh: '崩溃处的学习率' } },
});

import { above, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { frozen, sandwichFigure, sandwichNamed, sandwichNeeds } from '../shared/sandwich-variants.ts';
import { cogView, periLn } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const sandwichLearnedGain = defineClaim({
  id: 'sandwich-learned-gain',
  group: 'plan',
  statement: {
    en: 'Sandwich-Norm needs the learned gain of its output norm: without it it ends worse.',
    zh: '三明治归一化需要输出归一化中可学习的增益：没有增益时最终更差。',
  },
  sources: [periLn, cogView],
  published: { en: 'Peri-LN: freezing the gain hurts; CogView leaves it learnable', zh: 'Peri-LN：固定增益会变差；CogView 让增益可学习' },
  needs: sandwichNeeds,
  read: readLosses,
  rule: lossRule(frozen, sandwichNamed, above),
  figure: { ...sandwichFigure, only: ['sandwich', 'sandwich-frozen'] },
});

import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { sandwichFigure, sandwichNamed, sandwichNeeds, smallGain } from '../shared/sandwich-variants.ts';
import { cogView } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const sandwichSmallGain = defineClaim({
  id: 'sandwich-small-gain',
  group: 'plan',
  statement: {
    en: 'Sandwich-Norm whose output gains start small ends better than with gains of one.',
    zh: '输出增益从小值起步的三明治归一化最终优于从 1 起步。',
  },
  sources: [cogView],
  published: { en: 'asked, not published: gains start at 1', zh: '尚无发表结果的问题：增益从 1 起步' },
  needs: sandwichNeeds,
  read: readLosses,
  rule: lossRule(smallGain, sandwichNamed, below),
  figure: { ...sandwichFigure, only: ['sandwich', 'sandwich-small', 'pre'] },
});

import { difference, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { periLn, proRes } from '../shared/sources.ts';
import { placementsOnText } from '../shared/training.ts';
import { depth, loss } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const sandwichLearnsBetter = defineClaim({
  id: 'sandwich-learns-better',
  group: 'note',
  statement: { en: 'Sandwich-Norm learns better than Pre-Norm and Post-Norm.', zh: '三明治归一化学得比前归一化和后归一化更好。' },
  sources: [periLn, proRes],
  published: {
    en: 'perplexity 11.97 against 12.36 (Pre) and 12.74 (Post) at 350M',
    zh: '350M：困惑度 11.97，前归一化 12.36，后归一化 12.74',
  },
  needs: { trained: placementsOnText },
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'validation loss of Sandwich-Norm minus that of Pre-Norm or Post-Norm on the same seed, each at its own best learning rate; of the two the difference that is worse for the claim',
      zh: '相同种子上三明治归一化的验证损失减去前归一化或后归一化的验证损失，各取自己的最佳学习率；两者中取对结论更不利的差',
    },
    unit: units.nats,
    effects: worstOf('below', difference('sandwich', 'pre'), difference('sandwich', 'post')),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', x: depth, y: loss },
});

import { difference, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, mixLn } from '../shared/sources.ts';
import { mixtures } from '../shared/training.ts';
import { depth, loss } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const mixLnUCurve = defineClaim({
  id: 'mix-ln-u-curve',
  group: 'literature',
  statement: {
    en: 'Mix-LN with the first quarter of the blocks Post-Norm is better than Pre-Norm and better than half Post-Norm.',
    zh: '前四分之一块用后归一化的 Mix-LN 优于前归一化，也优于一半后归一化。',
  },
  sources: [mixLn, curse],
  published: {
    en: 'at 1B perplexity 18.18 at 25%, 18.65 at 0%, 18.86 at 50%; another paper reports 1415 for Mix-LN at 1B',
    zh: '1B：25% 时困惑度 18.18，0% 为 18.65，50% 为 18.86；另一篇论文报告 1B 的 Mix-LN 为 1415',
  },
  needs: { trained: mixtures },
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'validation loss of Mix-LN at 25% minus that of Pre-Norm or of Mix-LN at 50% on the same seed, each at its own best learning rate; of the two the difference that is worse for the claim',
      zh: '相同种子上 25% 的 Mix-LN 验证损失减去前归一化或 50% 的 Mix-LN，各取自己的最佳学习率；两者中取对结论更不利的差',
    },
    unit: units.nats,
    effects: worstOf('below', difference('mix-0.25', 'pre'), difference('mix-0.25', 'mix-0.5')),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: {
    kind: 'lines',
    x: depth,
    y: loss,
    names: { 'mix-0.25': { en: 'Mix-LN 25%', zh: 'Mix-LN 25%' }, 'mix-0.5': { en: 'Mix-LN 50%', zh: 'Mix-LN 50%' } },
  },
});

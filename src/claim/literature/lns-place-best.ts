import { difference, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { lnsPlaceFigure, lnsPlaceNeeds } from '../shared/lns-places.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

const others = ['lns-before-norm', 'lns-after-branch', 'lns-after-residual', 'lns-attn-only', 'lns-ffn-only'] as const;

export const lnsPlaceBest = defineClaim({
  id: 'lns-place-best',
  group: 'literature',
  statement: {
    en: 'Of the six places for LayerNorm Scaling’s factor the one behind the norm is best.',
    zh: '层归一化缩放 LNS 的因子有六处可放，归一化之后最好。',
  },
  sources: [curse],
  published: {
    en: '130M, perplexity: behind the norm 25.76, feed-forward only 26.43, behind the branch 26.53, attention only 26.89, before the norm 26.97, on the sum 1358',
    zh: '130M 困惑度：归一化之后 25.76，仅前馈 26.43，支路之后 26.53，仅注意力 26.89，归一化之前 26.97，残差和上 1358',
  },
  needs: lnsPlaceNeeds,
  read: readLosses,
  rule: rule({
    quantity: {
      en: 'validation loss with the factor behind the norm minus that with it at another place on the same seed, each at its own best learning rate; of the five the difference that is worst for the claim',
      zh: '相同种子上因子放在归一化之后的验证损失减去放在另一处的验证损失，各取自己的最佳学习率；五者中取对结论最不利的差',
    },
    unit: units.nats,
    effects: worstOf('below', ...others.map((id) => difference('lns', id))),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: lnsPlaceFigure,
});

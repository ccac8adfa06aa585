/** Where the factor of LayerNorm Scaling may stand, asked of one study. */
import { difference, worstOf } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { lnsPlaceFigure, lnsPlaceNeeds } from '../shared/lns-places.ts';
import { lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse } from '../shared/sources.ts';
import { answeredBy, type Claim } from '../types.ts';

const others = ['lns-before-norm', 'lns-after-branch', 'lns-after-residual', 'lns-attn-only', 'lns-ffn-only'] as const;

const claim = answeredBy({ group: 'literature', needs: lnsPlaceNeeds, read: readLosses, figure: lnsPlaceFigure });

export const lnsPlaceClaims: readonly Claim[] = [
  claim({
    id: 'lns-place-best',
    statement: {
      en: 'Of the six places for LayerNorm Scaling’s factor the one behind the norm is best.',
      zh: '层归一化缩放 LNS 的因子有六处可放，归一化之后最好。',
    },
    sources: [curse],
    published: {
      en: '130M, perplexity: behind the norm 25.76, feed-forward only 26.43, behind the branch 26.53, attention only 26.89, before the norm 26.97, on the sum 1358',
      zh: '130M 困惑度：归一化之后 25.76，仅前馈 26.43，支路之后 26.53，仅注意力 26.89，归一化之前 26.97，残差和上 1358',
    },
    rule: rule({
      quantity: {
        en: 'validation loss with the factor behind the norm minus that with it at another place on the same seed, each at its own best learning rate; of the five the difference that is worst for the claim',
        zh: '相同种子上因子放在归一化之后的验证损失减去放在另一处的验证损失，各取自己的最佳学习率；五者中取对结论最不利的差',
      },
      unit: units.nats,
      effects: worstOf('below', ...others.map((id) => difference('lns', id))),
      within: [Number.NEGATIVE_INFINITY, 0],
    }),
  }),
  claim({
    id: 'lns-after-residual-fails',
    statement: {
      en: 'LayerNorm Scaling’s factor on the sum makes training fail.',
      zh: '层归一化缩放 LNS 的因子放在残差和上会使训练失败。',
    },
    sources: [curse],
    published: { en: '130M: perplexity 1358 against 25.76', zh: '130M：困惑度 1358 对 25.76' },
    rule: lossRule(
      { id: 'lns-after-residual', name: { en: 'LayerNorm Scaling with its factor on the sum', zh: '因子放在残差和上的 LNS' } },
      { id: 'lns', name: { en: 'that with it behind the norm', zh: '因子放在归一化之后的 LNS' } },
      [0.1, Number.POSITIVE_INFINITY],
    ),
    only: ['lns', 'lns-after-residual'],
  }),
  claim({
    id: 'lns-before-norm-nothing',
    statement: {
      en: 'LayerNorm Scaling’s factor before the norm does nothing: the norm takes it away again.',
      zh: '层归一化缩放 LNS 的因子放在归一化之前不起作用：归一化又把它除去。',
    },
    sources: [curse],
    published: { en: '130M: perplexity 26.97, Pre-Norm 26.73', zh: '130M：困惑度 26.97，前归一化 26.73' },
    rule: lossRule(
      { id: 'lns-before-norm', name: { en: 'LayerNorm Scaling with its factor before the norm', zh: '因子放在归一化之前的 LNS' } },
      { id: 'pre', name: { en: 'Pre-Norm', zh: '前归一化' } },
      [-0.02, 0.02],
    ),
    only: ['lns-before-norm', 'pre'],
  }),
];

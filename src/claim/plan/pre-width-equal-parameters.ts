import { sinceFirst } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { equalityWords, frontierFigure, frontierNeeds } from '../shared/frontier.ts';
import { above } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { levine, suPre } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const preWidthEqualParameters = defineClaim({
  id: 'pre-width-equal-parameters',
  group: 'plan',
  statement: { en: 'At equal parameters Pre-Norm does better wide than deep.', zh: '参数量相同时，前归一化宽比深好。' },
  sources: [suPre, levine],
  published: {
    en: 'an argument that Pre-Norm’s depth is partly width; theory of attention: depth pays up to about log3 of the width',
    zh: '一种论证：前归一化的深度有一部分其实是宽度；注意力的理论：深度约在 log3(宽度) 以内有益',
  },
  needs: frontierNeeds.parameters,
  read: readLosses,
  rule: rule({
    quantity: {
      en: `validation loss of Pre-Norm at this depth minus that at 2 blocks of a wider model with ${equalityWords.parameters.en}, on the same seed, each at its own best learning rate`,
      zh: `相同种子上前归一化在此深度的验证损失减去${equalityWords.parameters.zh}、更宽的 2 层模型的验证损失，各取自己的最佳学习率`,
    },
    unit: units.nats,
    effects: sinceFirst(['pre', 1]),
    within: above,
  }),
  figure: frontierFigure,
});

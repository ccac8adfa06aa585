import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { depthNeeds, meanOf } from '../shared/depth-use.ts';
import { suPre } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preDepthForWidth = defineClaim({
  id: 'pre-depth-for-width',
  group: 'note',
  statement: {
    en: 'Pre-Norm gives up depth for width: neighbouring blocks can run side by side on the same input and the loss hardly moves, unlike in Post-Norm.',
    zh: '前归一化以深度换宽度：相邻两块可以并行读取同一输入而损失几乎不变，后归一化则不然。',
  },
  sources: [suPre],
  published: { en: 'an argument without an experiment', zh: '论证，没有实验' },
  needs: depthNeeds,
  read: ({ asked }) => ({ main: meanOf(asked, 'block-merge/change') }),
  rule: rule({
    quantity: {
      en: 'rise of the validation loss when two neighbouring blocks read the same stream, mean over all pairs, of Pre-Norm minus that of Post-Norm trained on the same seed',
      zh: '相邻两块读取同一残差流时验证损失的上升（对所有相邻对取平均）：相同种子训练的前归一化减去后归一化',
    },
    unit: units.nats,
    effects: difference('pre', 'post'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'rise of the loss by merging two blocks, nats', zh: '两块并行使损失上升（nat）' } },
});

import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { depthNeeds, meanOf } from '../shared/depth-use.ts';
import { gromov, shortGpt, suPre } from '../shared/sources.ts';
import { depth } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preEffectiveDepth = defineClaim({
  id: 'pre-effective-depth',
  group: 'note',
  statement: {
    en: 'Pre-Norm is effectively shallower than Post-Norm: more of its blocks can be skipped.',
    zh: '前归一化的有效深度小于后归一化：更多的块可以跳过。',
  },
  sources: [suPre, gromov, shortGpt],
  published: {
    en: 'Llama-2 (Pre-Norm): 45 to 55% of 32 to 80 blocks can be removed',
    zh: 'Llama-2（前归一化）：32 到 80 块中可去掉 45% 到 55%',
  },
  needs: depthNeeds,
  read: ({ asked }) => ({ main: meanOf(asked, 'effective-depth/share') }),
  rule: rule({
    quantity: {
      en: 'share of the blocks that the validation loss needs to stay within 5%, of Pre-Norm minus that of Post-Norm trained on the same seed',
      zh: '使验证损失相差不超过 5% 所需的块数占比：相同种子训练的前归一化减去后归一化',
    },
    unit: units.none,
    effects: difference('pre', 'post'),
    within: [Number.NEGATIVE_INFINITY, 0],
  }),
  figure: { kind: 'lines', x: depth, y: { en: 'share of the blocks that the loss needs', zh: '损失所需的块数占比' } },
});

import { sinceFirst } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { equalityWords, frontierFigure, frontierNeeds } from '../shared/frontier.ts';
import { below } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { suPre } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const postDepthEqualParameters = defineClaim({
  id: 'post-depth-equal-parameters',
  group: 'plan',
  statement: {
    en: 'At equal parameters Post-Norm gets more out of depth than Pre-Norm.',
    zh: '参数量相同时，后归一化从深度中得到的多于前归一化。',
  },
  sources: [suPre],
  published: {
    en: 'what follows from the argument that Pre-Norm’s depth is partly width; no experiment',
    zh: '由“前归一化的深度有一部分其实是宽度”推出；没有实验',
  },
  needs: frontierNeeds.parameters,
  read: readLosses,
  rule: rule({
    quantity: {
      en: `what Post-Norm’s validation loss gains from 2 blocks to this depth, at ${equalityWords.parameters.en}, minus what Pre-Norm’s gains, on the same seed, each at its own best learning rate`,
      zh: `${equalityWords.parameters.zh}时，从 2 层到此深度后归一化验证损失的变化减去前归一化的变化（相同种子，各取自己的最佳学习率）`,
    },
    unit: units.nats,
    effects: sinceFirst(['post', 1], ['pre', -1]),
    within: below,
  }),
  figure: frontierFigure,
});

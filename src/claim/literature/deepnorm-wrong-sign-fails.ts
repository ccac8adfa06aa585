import { difference } from '../rule/combine.ts';
import { rule, units } from '../rule/rule.ts';
import { deepNet, mixLn } from '../shared/sources.ts';
import { readStarts, startFigure, startNeeds } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const deepnormWrongSignFails = defineClaim({
  id: 'deepnorm-wrong-sign-fails',
  group: 'literature',
  statement: {
    en: 'DeepNorm with the sign of its gain the wrong way round, as two public repositories have it, trains worse than DeepNorm.',
    zh: '增益的符号写反的 DeepNorm（两个公开仓库如此）训练效果不如 DeepNorm。',
  },
  sources: [deepNet, mixLn],
  published: { en: 'perplexity 1411 at 1B in a paper whose code has the wrong sign', zh: '代码符号写反的论文中 1B 模型困惑度为 1411' },
  needs: startNeeds,
  read: readStarts,
  rule: rule({
    quantity: {
      en: 'validation loss of DeepNorm with gain (8N)^(+1/4) minus that with (8N)^(−1/4) on the same seed, learning rate 0.01, no warm-up, copying 8 symbols',
      zh: '相同种子上增益为 (8N)^(+1/4) 的 DeepNorm 验证损失减去增益为 (8N)^(−1/4) 时的验证损失（学习率 0.01，不预热，复制 8 个符号）',
    },
    unit: units.nats,
    effects: difference('wrong-sign', 'deepnorm'),
    within: [0.1, Number.POSITIVE_INFINITY],
  }),
  figure: { ...startFigure, only: ['deepnorm', 'wrong-sign'] },
});

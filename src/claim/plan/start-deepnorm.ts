import { deepNet } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startDeepnorm = defineClaim({
  id: 'start-deepnorm',
  group: 'plan',
  statement: {
    en: 'DeepNorm trains without warm-up where Post-Norm with Xavier does not.',
    zh: 'DeepNorm 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [deepNet],
  published: {
    en: 'WMT17 En-De: 27.8, 28.8, 29.0 and 28.9 BLEU at 6, 18, 50 and 100 layers',
    zh: 'WMT17 英德：6、18、50、100 层为 27.8、28.8、29.0、28.9 BLEU',
  },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'deepnorm', name: { en: 'DeepNorm with its own initialisation', zh: '用自身初始化的 DeepNorm' } }),
  figure: { ...startTableFigure, only: ['deepnorm', 'post-xavier'] },
});

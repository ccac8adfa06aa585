import { liu } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startAdmin = defineClaim({
  id: 'start-admin',
  group: 'plan',
  statement: {
    en: 'Admin trains without warm-up where Post-Norm with Xavier does not.',
    zh: '自适应初始化 Admin 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [liu],
  published: {
    en: 'WMT14 En-De: 27.90, 28.58 and 29.03 BLEU at 6, 12 and 18 layers, with warm-up; Post-Norm fails from 12',
    zh: 'WMT14 英德：6、12、18 层为 27.90、28.58、29.03 BLEU，有预热；后归一化自 12 层起失败',
  },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'admin', name: { en: 'Admin with its profiled start', zh: '用实测初始化的 Admin' } }),
  figure: { ...startTableFigure, only: ['admin', 'post-xavier'] },
});

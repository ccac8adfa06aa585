import { deepNet, dsInit } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startDsInit = defineClaim({
  id: 'start-ds-init',
  group: 'plan',
  statement: {
    en: 'DS-Init trains without warm-up where Post-Norm with Xavier does not.',
    zh: '深度缩放初始化 DS-Init 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [dsInit, deepNet],
  published: {
    en: 'translation with 12 layers: 1.1 BLEU above the base model on average, with merged attention',
    zh: '12 层翻译模型：平均比基础模型高 1.1 BLEU，配合合并注意力',
  },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'post-ds-init', name: { en: 'Post-Norm with DS-Init', zh: 'DS-Init 的后归一化' } }),
  figure: { ...startTableFigure, only: ['post-ds-init', 'post-xavier'] },
});

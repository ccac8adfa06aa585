import { gpt2 } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startDepthScaled = defineClaim({
  id: 'start-depth-scaled',
  group: 'plan',
  statement: {
    en: 'GPT-2’s scaled initialisation lets Post-Norm train without warm-up where Xavier does not.',
    zh: 'GPT-2 的缩放初始化不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [gpt2],
  published: { en: 'made for Pre-Norm, 12 to 48 layers; used here on Post-Norm', zh: '为前归一化而设，12 到 48 层；这里用于后归一化' },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'post-depth-scaled', name: { en: 'Post-Norm with depth-scaled matrices', zh: '按深度缩放矩阵的后归一化' } }),
  figure: { ...startTableFigure, only: ['post-depth-scaled', 'post-xavier'] },
});

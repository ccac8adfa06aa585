import { fixup, zeroStart } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startZeroOutput = defineClaim({
  id: 'start-zero-output',
  group: 'plan',
  statement: {
    en: 'Branches that begin at zero train without warm-up where Post-Norm with Xavier does not.',
    zh: '支路从零开始不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [zeroStart, fixup],
  published: { en: 'residual networks for images', zh: '图像残差网络' },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'post-zero-output', name: { en: 'Post-Norm whose branches begin at zero', zh: '支路从零开始的后归一化' } }),
  figure: { ...startTableFigure, only: ['post-zero-output', 'post-xavier'] },
});

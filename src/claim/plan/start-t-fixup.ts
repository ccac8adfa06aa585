import { tFixup } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startTFixup = defineClaim({
  id: 'start-t-fixup',
  group: 'plan',
  statement: {
    en: 'T-Fixup trains without warm-up where Post-Norm with Xavier does not.',
    zh: 'T-Fixup 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [tFixup],
  published: { en: 'WMT17 and IWSLT14 translation without warm-up and without norms', zh: 'WMT17 与 IWSLT14 翻译，不预热、无归一化' },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 't-fixup', name: { en: 'T-Fixup, which has no norms', zh: '没有归一化的 T-Fixup' } }),
  figure: { ...startTableFigure, only: ['t-fixup', 'post-xavier'] },
});

import { fixup } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startFixup = defineClaim({
  id: 'start-fixup',
  group: 'plan',
  statement: {
    en: 'Fixup trains without warm-up where Post-Norm with Xavier does not.',
    zh: 'Fixup 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [fixup],
  published: { en: 'residual networks of up to 10 000 layers; translation at 6 layers', zh: '多至一万层的残差网络；6 层翻译模型' },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'fixup', name: { en: 'Fixup, which has no norms', zh: '没有归一化的 Fixup' } }),
  figure: { ...startTableFigure, only: ['fixup', 'post-xavier'] },
});

import { nguyen } from '../shared/sources.ts';
import { mendsPost, startTableFigure, startTableNeeds } from '../shared/start-table.ts';
import { readStarts } from '../shared/starts.ts';
import { defineClaim } from '../types.ts';

export const startSmallInit = defineClaim({
  id: 'start-small-init',
  group: 'plan',
  statement: {
    en: 'SmallInit trains without warm-up where Post-Norm with Xavier does not.',
    zh: 'SmallInit 不用预热即可训练，而 Xavier 初始化的后归一化不能。',
  },
  sources: [nguyen],
  published: {
    en: 'en-vi, 6 layers: Post fails with Xavier after 4k and 8k steps of warm-up and gives 28.17 BLEU with SmallInit; without warm-up, 4 layers: 18.31, 5 and 6: fail',
    zh: '英-越，6 层：Xavier 的后归一化预热 4k、8k 步均失败，SmallInit 为 28.17 BLEU；不预热时 4 层 18.31，5、6 层失败',
  },
  needs: startTableNeeds,
  read: readStarts,
  rule: mendsPost({ id: 'post-small-init', name: { en: 'Post-Norm with SmallInit', zh: 'SmallInit 的后归一化' } }),
  figure: { ...startTableFigure, only: ['post-small-init', 'post-xavier'] },
});

import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { againstLayer, readLosses, text } from '../shared/normalizers.ts';
import { qkNorm } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const l2WorseThanLayer = defineClaim({
  id: 'l2-worse-than-layer',
  group: 'plan',
  statement: {
    en: 'Dividing by the length alone, so that a token has length one, does worse than LayerNorm.',
    zh: '只除以长度、使每个 token 长度为一，效果不如层归一化。',
  },
  sources: [qkNorm],
  published: {
    en: 'used for queries and keys, where a factor follows; in place of all norms asked, not published',
    zh: '用于查询与键（其后有因子）；用它代替所有归一化尚无发表结果',
  },
  needs: moreNormalizerNeeds,
  read: readLosses,
  rule: againstLayer({ id: 'l2', name: { en: 'L2 normalization', zh: 'L2 归一化' }, task: text, within: [0, Number.POSITIVE_INFINITY] }),
  figure: { ...moreNormalizersFigure, only: ['layer', 'l2'] },
});

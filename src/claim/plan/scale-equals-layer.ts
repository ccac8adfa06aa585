import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { againstLayer, readLosses, text } from '../shared/normalizers.ts';
import { nguyen } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const scaleEqualsLayer = defineClaim({
  id: 'scale-equals-layer',
  group: 'plan',
  statement: {
    en: 'ScaleNorm, one number for a whole token, does no worse than LayerNorm.',
    zh: '每个 token 只有一个参数的 ScaleNorm 不逊于层归一化。',
  },
  sources: [nguyen],
  published: {
    en: 'five small translation pairs: 0.3 to 1.8 BLEU above LayerNorm, with FixNorm',
    zh: '五个小语料翻译方向：加 FixNorm 后比层归一化高 0.3 到 1.8 BLEU',
  },
  needs: moreNormalizerNeeds,
  read: readLosses,
  rule: againstLayer({
    id: 'scale',
    name: { en: 'ScaleNorm', zh: '尺度归一化 ScaleNorm' },
    task: text,
    within: [Number.NEGATIVE_INFINITY, 0.05],
  }),
  figure: { ...moreNormalizersFigure, only: ['layer', 'scale'] },
});

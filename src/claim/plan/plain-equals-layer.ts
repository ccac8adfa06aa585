import { moreNormalizerNeeds, moreNormalizersFigure } from '../shared/more-normalizers.ts';
import { againstLayer, readLosses, text } from '../shared/normalizers.ts';
import { plainNorm } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const plainEqualsLayer = defineClaim({
  id: 'plain-equals-layer',
  group: 'plan',
  statement: { en: 'LayerNorm does as well without its gain and bias.', zh: '层归一化去掉增益与偏置后效果相当。' },
  sources: [plainNorm],
  published: { en: 'better on four data sets without them', zh: '去掉后在四个数据集上更好' },
  needs: moreNormalizerNeeds,
  read: readLosses,
  rule: againstLayer({
    id: 'layer-plain',
    name: { en: 'LayerNorm without gain and bias', zh: '不带增益与偏置的层归一化' },
    task: text,
    within: [-0.05, 0.05],
  }),
  figure: { ...moreNormalizersFigure, only: ['layer', 'layer-plain'] },
});

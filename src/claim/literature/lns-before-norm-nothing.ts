import { lnsPlaceFigure, lnsPlaceNeeds } from '../shared/lns-places.ts';
import { lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const lnsBeforeNormNothing = defineClaim({
  id: 'lns-before-norm-nothing',
  group: 'literature',
  statement: {
    en: 'LayerNorm Scaling’s factor before the norm does nothing: the norm takes it away again.',
    zh: '层归一化缩放 LNS 的因子放在归一化之前不起作用：归一化又把它除去。',
  },
  sources: [curse],
  published: { en: '130M: perplexity 26.97, Pre-Norm 26.73', zh: '130M：困惑度 26.97，前归一化 26.73' },
  needs: lnsPlaceNeeds,
  read: readLosses,
  rule: lossRule(
    { id: 'lns-before-norm', name: { en: 'LayerNorm Scaling with its factor before the norm', zh: '因子放在归一化之前的 LNS' } },
    { id: 'pre', name: { en: 'Pre-Norm', zh: '前归一化' } },
    [-0.02, 0.02],
  ),
  figure: { ...lnsPlaceFigure, only: ['lns-before-norm', 'pre'] },
});

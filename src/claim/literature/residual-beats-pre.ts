import { below, lossRule } from '../shared/loss-rule.ts';
import { morePlacementNeeds, morePlacementsFigure, residualDual } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { resiDual } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const residualBeatsPre = defineClaim({
  id: 'residual-beats-pre',
  group: 'literature',
  statement: { en: 'ResiDual ends better than Pre-Norm.', zh: '双残差 ResiDual 优于前归一化。' },
  sources: [resiDual],
  published: {
    en: 'IWSLT14: 35.63 against 35.12 BLEU at 6-6 layers, 36.09 against 35.18 at 12-12',
    zh: 'IWSLT14：6-6 层 35.63 对 35.12 BLEU，12-12 层 36.09 对 35.18',
  },
  needs: morePlacementNeeds,
  read: readLosses,
  rule: lossRule(residualDual, { id: 'pre', name: pre }, below),
  figure: { ...morePlacementsFigure, only: ['residual-dual', 'pre'] },
});

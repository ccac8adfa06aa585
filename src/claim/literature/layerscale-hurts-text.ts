import { above, lossRule } from '../shared/loss-rule.ts';
import { layerscale, morePlacementNeeds, morePlacementsFigure } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { curse, layerScale } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const layerscaleHurtsText = defineClaim({
  id: 'layerscale-hurts-text',
  group: 'literature',
  statement: { en: 'LayerScale makes Pre-Norm worse on text.', zh: '文本上 LayerScale 使前归一化变差。' },
  sources: [curse, layerScale],
  published: {
    en: 'perplexity 27.93 against 26.73 at 130M, 23.45 against 21.92 at 250M; deep image models gain by it',
    zh: '130M：困惑度 27.93 对 26.73，250M：23.45 对 21.92；深的图像模型则受益',
  },
  needs: morePlacementNeeds,
  read: readLosses,
  rule: lossRule(layerscale, { id: 'pre', name: pre }, above),
  figure: { ...morePlacementsFigure, only: ['layerscale', 'pre'] },
});

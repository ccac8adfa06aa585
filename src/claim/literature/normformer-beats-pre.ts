import { below, lossRule } from '../shared/loss-rule.ts';
import { morePlacementNeeds, morePlacementsFigure, normformer } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { normFormer } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const normformerBeatsPre = defineClaim({
  id: 'normformer-beats-pre',
  group: 'literature',
  statement: { en: 'NormFormer ends better than Pre-Norm.', zh: 'NormFormer 优于前归一化。' },
  sources: [normFormer],
  published: {
    en: 'perplexity 20.11 against 21.09 at 125M, 11.94 against 12.21 at 1.3B',
    zh: '125M：困惑度 20.11 对 21.09；1.3B：11.94 对 12.21',
  },
  needs: morePlacementNeeds,
  read: readLosses,
  rule: lossRule(normformer, { id: 'pre', name: pre }, below),
  figure: { ...morePlacementsFigure, only: ['normformer', 'pre'] },
});

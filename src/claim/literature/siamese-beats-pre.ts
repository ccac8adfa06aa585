import { below, lossRule } from '../shared/loss-rule.ts';
import { morePlacementNeeds, morePlacementsFigure, siamese } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { siameseNorm } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const siameseBeatsPre = defineClaim({
  id: 'siamese-beats-pre',
  group: 'literature',
  statement: { en: 'SiameseNorm ends better than Pre-Norm.', zh: '孪生归一化 SiameseNorm 优于前归一化。' },
  sources: [siameseNorm],
  published: {
    en: '1.3B: perplexity 10.57 against 11.21 at learning rate 4e-4, 10.43 against 10.84 at 1e-3',
    zh: '1.3B：学习率 4e-4 时困惑度 10.57 对 11.21，1e-3 时 10.43 对 10.84',
  },
  needs: morePlacementNeeds,
  read: readLosses,
  rule: lossRule(siamese, { id: 'pre', name: pre }, below),
  figure: { ...morePlacementsFigure, only: ['siamese', 'pre'] },
});

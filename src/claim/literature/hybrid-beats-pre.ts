import { below, lossRule } from '../shared/loss-rule.ts';
import { hybrid, morePlacementNeeds, morePlacementsFigure } from '../shared/more-placements.ts';
import { readLosses } from '../shared/normalizers.ts';
import { hybridNorm, siameseNorm } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const hybridBeatsPre = defineClaim({
  id: 'hybrid-beats-pre',
  group: 'literature',
  statement: { en: 'HybridNorm ends better than Pre-Norm.', zh: '混合归一化 HybridNorm 优于前归一化。' },
  sources: [hybridNorm, siameseNorm],
  published: {
    en: '550M: loss 2.74 against 2.75, C4 perplexity 20.00 against 20.30; at 1.3B another paper has it ahead at learning rate 4e-4 and diverged at 1e-3',
    zh: '550M：损失 2.74 对 2.75，C4 困惑度 20.00 对 20.30；另一篇论文 1.3B 时学习率 4e-4 领先、1e-3 发散',
  },
  needs: morePlacementNeeds,
  read: readLosses,
  rule: lossRule(hybrid, { id: 'pre', name: pre }, below),
  figure: { ...morePlacementsFigure, only: ['hybrid', 'pre'] },
});

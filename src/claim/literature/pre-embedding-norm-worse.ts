import { above, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { preEmbedding, sandwichFigure, sandwichNeeds } from '../shared/sandwich-variants.ts';
import { siameseNorm } from '../shared/sources.ts';
import { pre } from '../shared/words.ts';
import { defineClaim } from '../types.ts';

export const preEmbeddingNormWorse = defineClaim({
  id: 'pre-embedding-norm-worse',
  group: 'literature',
  statement: { en: 'A norm behind the embedding makes Pre-Norm end worse.', zh: '嵌入后的归一化使前归一化最终更差。' },
  sources: [siameseNorm],
  published: { en: '1.3B: perplexity worse by 0.4', zh: '1.3B：困惑度高 0.4' },
  needs: sandwichNeeds,
  read: readLosses,
  rule: lossRule(preEmbedding, { id: 'pre', name: pre }, above),
  figure: { ...sandwichFigure, only: ['pre-embedding', 'pre'] },
});

import { below, lossRule } from '../shared/loss-rule.ts';
import { readLosses } from '../shared/normalizers.ts';
import { sandwichFigure, sandwichNamed, sandwichNeeds, withEmbeddingNorm } from '../shared/sandwich-variants.ts';
import { periLn } from '../shared/sources.ts';
import { defineClaim } from '../types.ts';

export const sandwichEmbeddingNorm = defineClaim({
  id: 'sandwich-embedding-norm',
  group: 'plan',
  statement: { en: 'A norm behind the embedding makes Sandwich-Norm end better.', zh: '嵌入后的归一化使三明治归一化最终更好。' },
  sources: [periLn],
  published: { en: '400M to 3.2B: trained with it', zh: '400M 到 3.2B：训练时带有它' },
  needs: sandwichNeeds,
  read: readLosses,
  rule: lossRule(withEmbeddingNorm, sandwichNamed, below),
  figure: { ...sandwichFigure, only: ['sandwich', 'peri'] },
});

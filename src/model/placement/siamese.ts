import { definePlacement, norm } from './types.ts';

/** Two streams share each branch: O = F(LN(x + LN(y))); x <- LN(x + O/√(2l)); y <- y + O; out = x + LN(y). */
export const siamese = definePlacement({
  id: 'siamese',
  title: { en: 'SiameseNorm', zh: '孪生归一化 SiameseNorm' },
  paper: { text: 'SiameseNorm 2026', url: 'https://arxiv.org/abs/2602.08064' },
  noCross: true,
  constants: ({ layer }) => ({ scale: 1 / Math.sqrt(2 * (layer + 1)) }),
  frame: { finalNorm: true, embeddingNorm: norm, residual: { id: 'siamese' } },
  plan: ({ layer }) => ({ input: norm, exit: norm, branchScale: 1 / Math.sqrt(2 * (layer + 1)) }),
});

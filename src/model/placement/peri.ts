import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(LN(x))) as Sandwich, and a norm behind the embedding. */
export const peri = definePlacement({
  id: 'peri',
  title: { en: 'Peri-LN', zh: '环绕归一化 Peri-LN' },
  paper: { text: 'Kim et al. 2025, Peri-LN', url: 'https://arxiv.org/abs/2502.02732' },
  frame: { finalNorm: true, embeddingNorm: norm },
  plan: () => ({ input: norm, output: norm }),
});

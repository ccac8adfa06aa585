import { definePlacement, norm } from './types.ts';

/** Attention on the stream as it is, with norms on q, k and v per head; then x <- y + FFN(y), y = LN(x). */
export const hybrid = definePlacement({
  id: 'hybrid',
  title: { en: 'HybridNorm', zh: '混合归一化 HybridNorm' },
  paper: { text: 'Zhuo et al. 2025, HybridNorm', url: 'https://arxiv.org/abs/2503.04598' },
  noCross: true,
  frame: { finalNorm: true },
  plan: ({ sublayer }) => (sublayer === 'ffn' ? { entry: norm } : { q: norm, k: norm, v: norm }),
});

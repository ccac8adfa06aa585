import { definePlacement } from './types.ts';

/** x <- x + Attn(y) + FFN(y), y = LN(x): both branches of a block read one norm of its input. */
export const parallel = definePlacement({
  id: 'parallel',
  title: { en: 'Parallel block, one norm', zh: '并行块（共用归一化）' },
  paper: { text: 'Wang & Komatsuzaki 2021, GPT-J; Chowdhery et al. 2022, PaLM', url: 'https://arxiv.org/abs/2204.02311' },
  noCross: true,
  frame: { finalNorm: true },
  plan: () => ({ from: 'block', input: { shared: true } }),
});

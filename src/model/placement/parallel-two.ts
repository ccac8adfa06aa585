import { definePlacement, norm } from './types.ts';

/** x <- x + Attn(LN₁(x)) + FFN(LN₂(x)): both branches of a block read its input, each through its own norm. */
export const parallelTwo = definePlacement({
  id: 'parallel-two',
  title: { en: 'Parallel block, two norms', zh: '并行块（各自归一化）' },
  paper: { text: 'Black et al. 2022, GPT-NeoX-20B', url: 'https://arxiv.org/abs/2204.06745' },
  noCross: true,
  frame: { finalNorm: true },
  plan: () => ({ from: 'block', input: norm }),
});

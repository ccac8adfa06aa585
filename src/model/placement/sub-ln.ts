import { definePlacement, norm } from './types.ts';

/** x <- x + W_out LN(core(LN(x))): the second norm stands inside the branch, before its last matrix; not in cross-attention. */
export const subLn = definePlacement({
  id: 'sub-ln',
  title: { en: 'Sub-LN', zh: '子层归一化 Sub-LN' },
  paper: { text: 'Wang et al. 2022, Foundation Transformers (Magneto)', url: 'https://arxiv.org/abs/2210.06423' },
  init: 'sub-ln',
  frame: { finalNorm: true },
  plan: ({ sublayer }) => (sublayer === 'cross' ? { input: norm } : { input: norm, inner: norm }),
});

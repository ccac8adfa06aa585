import { definePlacement, norm } from './types.ts';

/** x <- LN(x + F(x)): the original Transformer. The stream leaves every sublayer normalized, so no final norm. */
export const post = definePlacement({
  id: 'post',
  title: { en: 'Post-Norm', zh: '后归一化' },
  paper: { text: 'Vaswani et al. 2017, Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  frame: { finalNorm: false },
  plan: () => ({ exit: norm }),
});

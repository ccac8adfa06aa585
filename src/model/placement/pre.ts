import { definePlacement, norm } from './types.ts';

/** x <- x + F(LN(x)), with a final norm before the head. */
export const pre = definePlacement({
  id: 'pre',
  title: { en: 'Pre-Norm', zh: '前归一化' },
  paper: { text: 'Xiong et al. 2020, On Layer Normalization in the Transformer Architecture', url: 'https://arxiv.org/abs/2002.04745' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm }),
});

import { definePlacement, norm } from './types.ts';

/** x <- x + LN(F(LN(x))), with a final norm: every branch writes a vector of unit scale. */
export const sandwich = definePlacement({
  id: 'sandwich',
  title: { en: 'Sandwich-Norm', zh: '三明治归一化' },
  paper: { text: 'Ding et al. 2021, CogView', url: 'https://arxiv.org/abs/2105.13290' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm, output: norm }),
});

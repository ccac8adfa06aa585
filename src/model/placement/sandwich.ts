import { norm, type Placement } from './types.ts';

/** x <- x + LN(F(LN(x))), with a final norm: every branch writes a vector of unit scale. */
export const sandwich: Placement = {
  id: 'sandwich',
  title: { en: 'Sandwich-Norm', zh: '三明治归一化' },
  paper: { text: 'Ding et al. 2021, CogView; Kim et al. 2025, Peri-LN', url: 'https://arxiv.org/abs/2105.13290' },
  finalNorm: true,
  plan: () => ({ input: norm, output: norm }),
};

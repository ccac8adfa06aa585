import { definePlacement, norm } from './types.ts';

/** ResiDual: x <- LN(x + F(x)) and s <- s + F(x); out = x + LN(s). */
export const residualDual = definePlacement({
  id: 'residual-dual',
  title: { en: 'ResiDual', zh: '双残差 ResiDual' },
  paper: { text: 'Xie et al. 2023, ResiDual: Transformer with Dual Residual Connections', url: 'https://arxiv.org/abs/2304.14802' },
  frame: { finalNorm: true, residual: { id: 'dual' } },
  plan: () => ({ exit: norm }),
});

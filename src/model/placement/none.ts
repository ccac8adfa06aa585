import { definePlacement } from './types.ts';

/** x <- x + F(x): no norm at all; needs an initialisation made for it. */
export const none = definePlacement({
  id: 'none',
  title: { en: 'No norm', zh: '无归一化' },
  paper: { text: 'He et al. 2016, Identity Mappings in Deep Residual Networks', url: 'https://arxiv.org/abs/1603.05027' },
  frame: { finalNorm: false },
  plan: () => ({}),
});

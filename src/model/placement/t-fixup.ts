import { definePlacement } from './types.ts';

/** x <- x + F(x), no norm: what makes it T-Fixup is its initialisation, `t-fixup`. */
export const tFixup = definePlacement({
  id: 't-fixup',
  title: { en: 'T-Fixup', zh: 'Transformer 固定更新 T-Fixup' },
  paper: {
    text: 'Huang et al. 2020, Improving Transformer Optimization Through Better Initialization',
    url: 'https://proceedings.mlr.press/v119/huang20f.html',
  },
  init: 't-fixup',
  frame: { finalNorm: false },
  plan: () => ({}),
});

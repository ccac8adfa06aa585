import { learned } from '../scale/build.ts';
import { definePlacement } from './types.ts';

/** x <- x + α F(x), α initially 0 and shared by the sublayers of a block; no norm. */
export const rezero = definePlacement({
  id: 'rezero',
  title: { en: 'ReZero', zh: '零初始化残差 ReZero' },
  paper: { text: 'Bachlechner et al. 2020, ReZero is All You Need', url: 'https://arxiv.org/abs/2003.04887' },
  frame: { finalNorm: false },
  plan: () => ({ branchScale: learned('resweight', 0, { shared: true }) }),
});

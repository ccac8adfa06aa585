import { learned } from '../scale/build.ts';
import { definePlacement } from './types.ts';

/** x <- x + m·F(x) with scalar biases before each matrix of F and a scalar factor behind it; no norm. Made for the initialisation `fixup`. */
export const fixup = definePlacement({
  id: 'fixup',
  title: { en: 'Fixup', zh: '固定更新初始化 Fixup' },
  paper: { text: 'Zhang, Dauphin & Ma 2019, Fixup Initialization', url: 'https://arxiv.org/abs/1901.09321' },
  init: 'fixup',
  frame: { finalNorm: false },
  plan: () => ({ inputShift: learned('input_shift', 0), innerShift: learned('inner_shift', 0), branchScale: learned('multiplier', 1) }),
});

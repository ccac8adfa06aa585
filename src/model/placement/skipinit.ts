import { number } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import { definePlacement } from './types.ts';

/** x <- x + α F(x), one α per branch, initially 0; no norm. */
export const skipinit = definePlacement({
  id: 'skipinit',
  title: { en: 'SkipInit', zh: '跳连初始化 SkipInit' },
  paper: {
    text: 'De & Smith 2020, Batch Normalization Biases Residual Blocks Towards the Identity Function',
    url: 'https://arxiv.org/abs/2002.10444',
  },
  options: { initial: number(0, 'what α starts at; the paper also tries 1/√depth') },
  frame: { finalNorm: false },
  plan: (_place, { initial }) => ({ branchScale: learned('alpha', initial) }),
});

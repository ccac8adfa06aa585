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
  options: { initial: number(0, { en: 'what α starts at; the paper also tries 1/√depth', zh: 'α 的初值；论文也试过 1/√深度' }) },
  frame: { finalNorm: false },
  plan: (_place, { initial }) => ({ branchScale: learned('alpha', initial) }),
  about: {
    kind: 'bare',
    equation: 'x ← x + alpha·F(x)',
    claim: {
      en: 'One number at 0 gives deep residual networks the start that BatchNorm gave them (De & Smith 2020).',
      zh: '一个初值为 0 的数，就能让深层残差网络获得 BatchNorm 带来的那种开局（De & Smith 2020）。',
    },
    failure: {
      en: 'Perplexity 27.41 against 26.73 of Pre-Norm at 130M and 22.29 against 21.92 at 250M parameters (Sun et al. 2025).',
      zh: '困惑度：1.3 亿参数 27.41（前归一化 26.73），2.5 亿参数 22.29（21.92）（Sun 等 2025）。',
    },
    limits: [
      { en: 'α = 1: no norm (none)', zh: 'α = 1：无归一化（none）' },
      { en: 'one α for each block: ReZero (rezero)', zh: '每块一个 α：ReZero（rezero）' },
    ],
    synonyms: [{ en: 'trap: α starts at 0 here; the paper also tries 1/√depth', zh: '易混：这里 α 的初值为 0；论文也试过 1/√深度' }],
  },
});

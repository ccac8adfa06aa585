import { learned } from '../scale/build.ts';
import { definePlacement } from './types.ts';

/** x <- x + α F(x), α initially 0 and shared by the sublayers of a block; no norm. */
export const rezero = definePlacement({
  id: 'rezero',
  title: { en: 'ReZero', zh: '零初始化残差 ReZero' },
  names: ['resweight'],
  paper: { text: 'Bachlechner et al. 2020, ReZero is All You Need', url: 'https://arxiv.org/abs/2003.04887' },
  frame: { finalNorm: false },
  plan: () => ({ branchScale: learned('resweight', 0, { shared: true }) }),
  about: {
    kind: 'bare',
    equation: 'x ← x + resweight·F(x)',
    claim: {
      en: 'Every block starts as the identity, and so does the Jacobian of the whole network; no warm-up (Bachlechner et al. 2020).',
      zh: '每块初始为恒等，整个网络的雅可比矩阵也是；无需预热（Bachlechner 等 2020）。',
    },
    failure: {
      en: '34.66 BLEU on IWSLT14 in a comparison of others, one to two below Admin (secondary).',
      zh: '他人对比中 IWSLT14 得 34.66 BLEU，比 Admin 低 1 到 2（二手）。',
    },
    limits: [
      { en: 'α = 1: no norm (none)', zh: 'α = 1：无归一化（none）' },
      { en: 'one α for each branch: SkipInit (skipinit)', zh: '每条支路各一个 α：SkipInit（skipinit）' },
    ],
    synonyms: [
      { en: 'resweight', zh: 'resweight' },
      {
        en: 'trap: one α per block, shared by its sublayers, as in the code of the paper',
        zh: '易混：与论文代码一致，每块一个 α，由其子层共用',
      },
    ],
  },
});

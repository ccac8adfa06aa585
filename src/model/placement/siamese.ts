import { later } from '../../core/options.ts';
import { end } from '../residual/siamese.ts';
import { definePlacement, norm } from './types.ts';

/** Two streams share each branch: O = F(LN(x + LN(y))); x <- LN(x + O/√(2l)); y <- y + O; out = x + LN(y). */
export const siamese = definePlacement({
  id: 'siamese',
  title: { en: 'SiameseNorm', zh: '孪生归一化 SiameseNorm' },
  paper: { text: 'SiameseNorm 2026', url: 'https://arxiv.org/abs/2602.08064' },
  noCross: true,
  constants: ({ layer }) => ({ scale: 1 / Math.sqrt(2 * (layer + 1)) }),
  options: { end: later(end) },
  frame: ({ end }) => ({ finalNorm: true, embeddingNorm: norm, residual: { id: 'siamese', end } }),
  plan: ({ layer }) => ({ input: norm, exit: norm, branchScale: 1 / Math.sqrt(2 * (layer + 1)) }),
  about: {
    kind: 'streams',
    equation: 'x ← LN(x + b·F(LN(x))); F reads x + N(y); y ← y + F; out = x + N(y)',
    claim: {
      en: 'Perplexity at 1.3B parameters 10.43 against 10.84 of Pre-Norm at learning rate 1e-3 and 10.48 against 10.89 at 2e-3; 9.42 against 9.67 after 350B tokens (SiameseNorm 2026).',
      zh: '13 亿参数困惑度：学习率 1e-3 时 10.43（前归一化 10.84），2e-3 时 10.48（10.89）；3500 亿词元后 9.42 对 9.67（SiameseNorm 2026）。',
    },
    failure: {
      en: 'None published. Costs further norms and keeps two streams in memory.',
      zh: '未见发表。要多几个归一化，并在内存中保留两条流。',
    },
    differs: {
      en: 'The released code normalizes both streams and their sum at the end, N(N(x) + N(y)): end=normed. Its hybrid variant has no norm on x in front of attention.',
      zh: '公开的代码最后对两条流及其和都做归一化，即 N(N(x) + N(y))：end=normed。其混合变体在注意力之前不对 x 归一化。',
    },
    limits: [
      { en: 'without x: Pre-Norm (pre) with its norm doubled', zh: '去掉 x：归一化加倍的前归一化（pre）' },
      {
        en: 'without y: Post-Norm (post) with an input norm and a factor on the branch',
        zh: '去掉 y：带输入归一化和支路系数的后归一化（post）',
      },
    ],
    synonyms: [
      {
        en: 'trap: ResiDual (residual-dual) keeps two streams too, but its branches read one',
        zh: '易混：ResiDual（residual-dual）也有两条流，但支路只读一条',
      },
    ],
  },
});

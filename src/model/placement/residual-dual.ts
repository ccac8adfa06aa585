import { later } from '../../core/options.ts';
import { scale } from '../residual/dual.ts';
import { definePlacement, norm } from './types.ts';

/** ResiDual: x <- LN(x + F(x)) and s <- s + F(x); out = x + LN(s). */
export const residualDual = definePlacement({
  id: 'residual-dual',
  title: { en: 'ResiDual', zh: '双残差 ResiDual' },
  names: ['dual residual'],
  paper: { text: 'Xie et al. 2023, ResiDual: Transformer with Dual Residual Connections', url: 'https://arxiv.org/abs/2304.14802' },
  options: { scale: later(scale) },
  frame: ({ scale }) => ({ finalNorm: true, residual: { id: 'dual', scale } }),
  plan: () => ({ exit: norm }),
  about: {
    kind: 'streams',
    equation: 'x ← LN(x + F(x)); s ← s + F; out = x + N(s)',
    claim: {
      en: 'IWSLT14 with 12 and 12 layers: 36.09 BLEU, DeepNorm 35.39, Pre-Norm 35.18, Post-Norm fails. Without warm-up 35.76 with 6 layers (Xie et al. 2023).',
      zh: 'IWSLT14 各 12 层：36.09 BLEU，DeepNorm 35.39，前归一化 35.18，后归一化失败。6 层不预热 35.76（Xie 等 2023）。',
    },
    failure: {
      en: 'Gains are small and without seeds (rejected at ICLR for that). In half precision the sum s must be kept small.',
      zh: '收益不大且没有多种子结果（ICLR 因此拒稿）。半精度下须控制和 s 的大小。',
    },
    differs: {
      en: 'The released code multiplies all that s receives by 1.0, for OPUS-100 by 0.05 (scale), and its norm on s has ε = 1e-7; such a factor only changes what ε weighs.',
      zh: '公开的代码把 s 所接收的一切乘以 1.0，用于 OPUS-100 时乘以 0.05（scale），s 上的归一化取 ε = 1e-7；这个系数只改变 ε 的作用。',
    },
    limits: [
      { en: 'without s: Post-Norm (post)', zh: '去掉 s：后归一化（post）' },
      { en: 'without x: a sum of branches that read the Post-Norm stream', zh: '去掉 x：读取后归一化残差流的各支路之和' },
    ],
    synonyms: [
      { en: 'ResiDual, dual residual', zh: 'ResiDual，双残差' },
      {
        en: 'trap: in SiameseNorm (siamese) the branch reads both streams, here only x',
        zh: '易混：SiameseNorm（siamese）的支路同时读两条流，这里只读 x',
      },
    ],
  },
});

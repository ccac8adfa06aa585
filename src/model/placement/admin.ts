import { choice } from '../../core/options.ts';
import { learned } from '../scale/build.ts';
import { definePlacement, norm } from './types.ts';

const starts = {
  log: (n: number) => Math.sqrt((n + 1) / Math.log(n + 1) - 1),
  constant: (n: number) => Math.sqrt(n),
  one: () => 1,
};

/** x <- LN(ω ⊙ x + F(x)), ω learned; the initialisation `admin` measures its start, else it follows the closed form. */
export const admin = definePlacement({
  id: 'admin',
  title: { en: 'Admin', zh: '自适应初始化 Admin' },
  names: ['adaptive model initialization'],
  paper: { text: 'Liu et al. 2020, Understanding the Difficulty of Training Transformers', url: 'https://arxiv.org/abs/2004.08249' },
  options: {
    omega: choice(['log', 'constant', 'one'], 'log', {
      en: 'start of ω: √((n+1)/ln(n+1) − 1), √n, or 1, for n sublayers',
      zh: 'ω 的初值：√((n+1)/ln(n+1) − 1)、√n 或 1，n 为子层数',
    }),
  },
  init: 'admin',
  constants: ({ count }, { omega }) => ({ omega: starts[omega](count) }),
  frame: { finalNorm: false },
  plan: ({ count }, { omega }) => ({ exit: norm, streamScale: learned('omega', starts[omega](count), { shape: 'feature' }) }),
  about: {
    kind: 'scaled',
    equation: 'x ← LN(omega·x + F(x))',
    claim: {
      en: 'WMT14 En-De with 18 layers: 29.03 BLEU, Pre-Norm 28.38, Post-Norm fails. En-Fr with 60 and 12 layers: 43.80 against 43.10 (Liu et al. 2020, secondary).',
      zh: 'WMT14 英德 18 层：29.03 BLEU，前归一化 28.38，后归一化失败。英法 60 层编码器、12 层解码器：43.80 对 43.10（Liu 等 2020，二手）。',
    },
    failure: {
      en: 'Diverged at a batch of 128 × 4096 tokens in its profiled form (README of admin-torch, secondary). ω rests on one measured batch.',
      zh: '实测版在批量 128 × 4096 个词元时发散（admin-torch 说明，二手）。ω 只取决于测量的那一批数据。',
    },
    differs: {
      en: 'How the released code measures ω, `explain init/admin` says.',
      zh: '公开的代码如何测量 ω，见 `explain init/admin`。',
    },
    limits: [{ en: 'ω = 1: Post-Norm (post)', zh: 'ω = 1：后归一化（post）' }],
    synonyms: [
      { en: 'adaptive model initialization', zh: '自适应模型初始化' },
      {
        en: 'trap: the closed forms of admin-torch are the option omega; the initialisation admin measures ω as the paper does',
        zh: '易混：admin-torch 的闭式解是选项 omega；初始化 admin 则按论文实测 ω',
      },
    ],
  },
});

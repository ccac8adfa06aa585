import { learned } from '../scale/build.ts';
import { definePlacement } from './types.ts';

/** x <- x + m·F(x) with scalar biases before each matrix of F and a scalar factor behind it; no norm. Made for the initialisation `fixup`. */
export const fixup = definePlacement({
  id: 'fixup',
  title: { en: 'Fixup', zh: '固定更新初始化 Fixup' },
  names: ['fixed-update initialization'],
  paper: { text: 'Zhang, Dauphin & Ma 2019, Fixup Initialization', url: 'https://arxiv.org/abs/1901.09321' },
  init: 'fixup',
  frame: { finalNorm: false },
  plan: () => ({ inputShift: learned('input_shift', 0), innerShift: learned('inner_shift', 0), branchScale: learned('multiplier', 1) }),
  about: {
    kind: 'bare',
    equation: 'x ← x + multiplier·W(F(x + input_shift) + inner_shift)',
    claim: {
      en: 'Residual networks of 10,000 layers train without norms (Zhang, Dauphin & Ma 2019, recalled).',
      zh: '一万层的残差网络不用归一化也能训练（Zhang, Dauphin & Ma 2019，凭记忆）。',
    },
    failure: {
      en: 'Made for images: a Transformer form diverged at 100 layers of WMT17 (recalled). Needs its initialisation, fixup.',
      zh: '为图像而设计：Transformer 版在 WMT17 的 100 层上发散（凭记忆）。须配其初始化 fixup。',
    },
    differs: {
      en: "The authors' Transformer has one shift more, before the activation. How its initialisation differs, `explain init/fixup` says.",
      zh: '作者的 Transformer 在激活之前还多一个平移。初始化的差别见 `explain init/fixup`。',
    },
    limits: [{ en: 'shifts 0 and factor 1: no norm (none)', zh: '偏移为 0、系数为 1：无归一化（none）' }],
    synonyms: [
      { en: 'fixed-update initialization', zh: '固定更新初始化' },
      { en: 'trap: besides the initialisation it has learned shifts and factors', zh: '易混：除初始化之外还有可学习的偏移和系数' },
    ],
  },
});

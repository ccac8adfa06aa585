import { definePlacement } from './types.ts';

/** x <- x + F(x): no norm at all; needs an initialisation made for it. */
export const none = definePlacement({
  id: 'none',
  title: { en: 'No norm', zh: '无归一化' },
  names: ['norm-free'],
  paper: { text: 'He et al. 2016, Identity Mappings in Deep Residual Networks', url: 'https://arxiv.org/abs/1603.05027' },
  frame: { finalNorm: false },
  plan: () => ({}),
  about: {
    kind: 'bare',
    equation: 'x ← x + F(x)',
    claim: {
      en: 'No claim of its own: the bare residual network that every other placement adds something to.',
      zh: '本身没有主张：它是裸残差网络，其他方案都在它之上添加东西。',
    },
    failure: {
      en: 'Deep networks explode or stall unless the initialisation keeps the branches small (Fixup, T-Fixup, zero outputs).',
      zh: '除非初始化让各支路保持很小（Fixup、T-Fixup、输出归零），深层网络会爆炸或停滞。',
    },
    limits: [
      { en: 'what is left of any placement once its norms and factors are taken away', zh: '任何方案去掉归一化与系数之后所剩的部分' },
    ],
    synonyms: [
      { en: 'norm-free, without normalization', zh: '无归一化（norm-free）' },
      {
        en: 'trap: DyT and Derf are called normalization-free too, but put a function of their own where the norm stood',
        zh: '易混：DyT 和 Derf 也自称无归一化，但它们在原处放了另一个函数',
      },
    ],
  },
});

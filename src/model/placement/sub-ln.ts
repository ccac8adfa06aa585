import { definePlacement, norm } from './types.ts';

/** x <- x + W_out LN(core(LN(x))): the second norm stands inside the branch, before its last matrix; not in cross-attention. */
export const subLn = definePlacement({
  id: 'sub-ln',
  title: { en: 'Sub-LN', zh: '子层归一化 Sub-LN' },
  names: ['Magneto'],
  paper: { text: 'Wang et al. 2022, Foundation Transformers (Magneto)', url: 'https://arxiv.org/abs/2210.06423' },
  init: 'sub-ln',
  frame: { finalNorm: true },
  plan: ({ sublayer }) => (sublayer === 'cross' ? { input: norm } : { input: norm, inner: norm }),
  about: {
    kind: 'around',
    equation: 'x ← x + W(LN(F(LN(x))))',
    claim: {
      en: 'One architecture for language, vision, speech and models of several of them; the bound of the model update grows with log L / γ², so that γ² = ln(2N) keeps it constant (Wang et al. 2022, theory).',
      zh: '语言、视觉、语音及多模态共用一种结构；模型更新量的界为 log L / γ²，取 γ² = ln(2N) 使其为常数（Wang 等 2022，理论）。',
    },
    failure: {
      en: 'None published. Without the initialisation sub-ln its bound does not hold.',
      zh: '未见发表。不用初始化 sub-ln 时上述界不成立。',
    },
    limits: [{ en: 'without the inner norm: Pre-Norm (pre)', zh: '去掉内部归一化：前归一化（pre）' }],
    synonyms: [
      {
        en: 'Magneto is the model; attn_sub_norm and ffn_sub_norm in BitNet',
        zh: 'Magneto 是模型名；BitNet 中的 attn_sub_norm 与 ffn_sub_norm',
      },
      { en: 'trap: cross-attention has only its input norm, and gain 1', zh: '易混：交叉注意力只有输入归一化，且增益为 1' },
    ],
  },
});

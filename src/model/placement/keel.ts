import { definePlacement, norm } from './types.ts';

/** x <- LN(α x + F(LN(x))), α the number of sublayers; the first attention has no outer norm, it and the first FFN no α. */
export const keel = definePlacement({
  id: 'keel',
  title: { en: 'Keel', zh: '龙骨归一化 Keel' },
  paper: { text: 'ByteDance 2026, Keel', url: 'https://arxiv.org/abs/2601.19895' },
  constants: ({ count }) => ({ alpha: count }),
  frame: { finalNorm: false },
  plan: ({ index, layer, sublayer, count }) => ({
    input: norm,
    ...(index > 0 && { exit: norm }),
    ...((layer > 0 || sublayer === 'cross') && { streamScale: count }),
  }),
  about: {
    kind: 'scaled',
    equation: 'attn, layer 1: x ← x + F(LN(x)); ffn, layer 1: x ← LN(x + F(LN(x))); layer 2: x ← LN(4·x + F(LN(x)))',
    claim: {
      en: 'The highest learning rate before divergence of six placements: 1.01e-2 at 64 blocks, 6.31e-3 at 512; Pre-Norm 7.65e-3 and 4.67e-3. Mean score 62.5 against 58.7 of Pre-Norm (Keel 2026).',
      zh: '六种方案中发散前可承受的学习率最高：64 块 1.01e-2，512 块 6.31e-3；前归一化为 7.65e-3 和 4.67e-3。平均分 62.5，前归一化 58.7（Keel 2026）。',
    },
    failure: {
      en: 'None published. With α as large as the number of sublayers a branch adds little to the stream at the start (derived).',
      zh: '未见发表。α 等于子层数，初始时支路对残差流的贡献很小（推导）。',
    },
    limits: [{ en: 'α = 1 and no inner norm: Post-Norm (post)', zh: 'α = 1 且去掉内层归一化：后归一化（post）' }],
    synonyms: [
      {
        en: 'trap: its first attention has no outer norm, its first attention and first feed-forward have no α',
        zh: '易混：第一个注意力没有外层归一化，第一个注意力和第一个前馈没有 α',
      },
    ],
  },
});

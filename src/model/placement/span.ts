import { definePlacement, norm } from './types.ts';

/** y = LN(x + Attn(x)); x <- LN(x + FFN(y)): the identity of the FFN is the block's input, so that it crosses one norm per block. */
export const span = definePlacement({
  id: 'span',
  title: { en: 'SpanNorm', zh: '跨块归一化 SpanNorm' },
  paper: { text: 'SpanNorm 2026', url: 'https://arxiv.org/abs/2601.22580' },
  frame: { finalNorm: false },
  plan: ({ sublayer }) => ({ exit: norm, ...(sublayer === 'ffn' && { identity: ['block'] }) }),
  about: {
    kind: 'streams',
    equation: 'attn: x ← LN(x + F(x)); ffn: x ← LN(x₀ + F(x))',
    claim: {
      en: "The identity of the feed-forward sublayer starts at the block's input and so crosses one norm per block, not two (SpanNorm 2026; no figure checked).",
      zh: '前馈子层的恒等支路从块的输入出发，每块只穿过一个归一化而不是两个（SpanNorm 2026，数字未核对）。',
    },
    failure: {
      en: 'None checked; its equations come from a reimplementation by others (secondary).',
      zh: '未核对；公式取自他人的复现（二手）。',
    },
    differs: {
      en: 'Its code is not public. Here the first attention reads the embedding as it is; embeddingNorm: true puts a norm in front of it.',
      zh: '其代码没有公开。这里第一个注意力直接读取嵌入；embeddingNorm: true 会在它之前放一个归一化。',
    },
    limits: [{ en: 'identity from the stream: Post-Norm (post)', zh: '恒等支路取自残差流：后归一化（post）' }],
    synonyms: [
      {
        en: "trap: B2T (b2t) adds the block's input as a third term, SpanNorm puts it in place of the stream",
        zh: '易混：B2T（b2t）把块的输入作为第三项加上，SpanNorm 用它替换残差流',
      },
    ],
  },
});

import { definePlacement, norm } from './types.ts';

/** Post-Norm whose last norm of each block also receives the block's input: x <- LN(x_in + y + FFN(y)), y = LN(x_in + Attn(x_in)). */
export const b2t = definePlacement({
  id: 'b2t',
  title: { en: 'B2T connection', zh: '自底向顶连接 B2T' },
  names: ['bottom-to-top connection'],
  paper: {
    text: 'Takase et al. 2022, B2T Connection: Serving Stability and Performance in Deep Transformers',
    url: 'https://arxiv.org/abs/2206.00330',
  },
  frame: { finalNorm: false },
  plan: ({ sublayer }) => ({ exit: norm, ...(sublayer === 'ffn' && { identity: ['block', 'stream'] }) }),
  about: {
    kind: 'streams',
    equation: 'attn: x ← LN(x + F(x)); ffn: x ← LN(x₀ + x + F(x))',
    claim: {
      en: 'WMT En-De with 18 and 18 layers: 27.52 BLEU, 26.57 of Pre-Norm (Takase et al. 2022).',
      zh: 'WMT 英德编码器、解码器各 18 层：27.52 BLEU，前归一化 26.57（Takase 等 2022）。',
    },
    failure: {
      en: 'No gain in shallow networks: 26.53 BLEU with 6 layers where Post-Norm had 26.59 (ResiDual 2023).',
      zh: '浅层没有收益：6 层 26.53 BLEU，后归一化 26.59（ResiDual 2023）。',
    },
    limits: [{ en: 'without the connection: Post-Norm (post)', zh: '去掉该连接：后归一化（post）' }],
    synonyms: [
      { en: 'bottom-to-top connection', zh: '自底向顶连接（bottom-to-top）' },
      {
        en: "trap: SpanNorm (span) replaces the identity by the block's input, B2T adds it",
        zh: '易混：SpanNorm（span）用块的输入替换恒等支路，B2T 是额外加上它',
      },
    ],
  },
});

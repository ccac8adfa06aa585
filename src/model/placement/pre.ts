import { definePlacement, norm } from './types.ts';

/** x <- x + F(LN(x)), with a final norm before the head. */
export const pre = definePlacement({
  id: 'pre',
  title: { en: 'Pre-Norm', zh: '前归一化' },
  names: ['Pre-LN'],
  paper: { text: 'Xiong et al. 2020, On Layer Normalization in the Transformer Architecture', url: 'https://arxiv.org/abs/2002.04745' },
  frame: { finalNorm: true },
  plan: () => ({ input: norm }),
  about: {
    kind: 'around',
    equation: 'x ← x + F(LN(x))',
    claim: {
      en: 'Trains without warm-up and at larger learning rates: BERT-base reached a validation loss of 1.69 after 500k steps, Post-Norm after 700k (Xiong et al. 2020).',
      zh: '不预热也能训练，可用更大的学习率：BERT-base 在 50 万步达到验证损失 1.69，后归一化要 70 万步（Xiong 等 2020）。',
    },
    failure: {
      en: 'The stream grows with depth, so that deep blocks come close to the identity (the curse of depth). Hidden states above 65,000 overflowed half precision within 0.5 billion tokens (Kim et al. 2025, secondary). Early blocks get the larger gradients.',
      zh: '残差流随深度增长，深层的块趋于恒等（“深度诅咒”）。隐藏状态在 5 亿个词元之内就超过 65000，使半精度溢出（Kim 等 2025，二手）。靠前的块梯度较大。',
    },
    limits: [
      { en: 'Sandwich (sandwich) without its output norm', zh: '去掉输出归一化的三明治（sandwich）' },
      { en: 'LayerScale (layerscale) with γ = 1', zh: 'γ = 1 的 LayerScale（layerscale）' },
      { en: 'LayerNorm Scaling (lns) with factor 1', zh: '系数为 1 的层归一化缩放（lns）' },
      { en: 'Mix-LN (mix-ln) with share 0', zh: 'share 为 0 的 Mix-LN（mix-ln）' },
      { en: 'NormFormer (normformer) without the norms and factors it adds', zh: '去掉所添归一化与系数的 NormFormer（normformer）' },
      { en: 'GPAS (gpas) with gate 0', zh: '门控为 0 的 GPAS（gpas）' },
    ],
    synonyms: [
      { en: 'Pre-LN', zh: 'Pre-LN' },
      { en: 'trap: a network without a norm before the head is not Pre-Norm', zh: '易混：输出头之前没有归一化的网络不算前归一化' },
      {
        en: "trap: Llama's post_attention_layernorm is the Pre-Norm of its feed-forward sublayer",
        zh: '易混：Llama 的 post_attention_layernorm 是前馈子层的前归一化',
      },
    ],
  },
});

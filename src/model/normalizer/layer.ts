import { layerNorm } from '../../graph/math.ts';
import { defineNormalizer, perToken } from './types.ts';

export const layer = defineNormalizer({
  id: 'layer',
  title: { en: 'LayerNorm', zh: '层归一化 LayerNorm' },
  symbol: 'LN',
  equation: {
    en: 'y = (x − μ) / √(σ² + ε) · γ + β; μ, σ² over the features of one token, σ² biased',
    zh: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个词元的全部特征，σ² 为有偏方差',
  },
  paper: { text: 'Ba, Kiros & Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps) => layerNorm(x, context.weight(), context.bias(), eps),
  about: {
    claim: {
      en: 'Trains recurrent networks and Transformers without statistics of the batch (Ba et al. 2016).',
      zh: '不用批统计量就能训练循环网络和 Transformer（Ba 等 2016）。',
    },
    traps: {
      en: 'ε is 1e-5 in PyTorch and GPT-2 but 1e-12 in BERT. At embeddings of deviation 0.02, ε = 1e-5 already shrinks the output by 1.2% (derived).',
      zh: 'ε 在 PyTorch 和 GPT-2 中是 1e-5，在 BERT 中是 1e-12。嵌入标准差为 0.02 时，ε = 1e-5 已使输出缩小 1.2%（推导）。',
    },
  },
});

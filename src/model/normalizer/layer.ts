import { UserError } from '../../core/errors.ts';
import { choice, later } from '../../core/options.ts';
import { add, div, layerNorm, maximum, mean, mul, sqrt, square, sub, sum } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { defineNormalizer, perToken } from './types.ts';

export const layer = defineNormalizer({
  id: 'layer',
  title: { en: 'LayerNorm', zh: '层归一化 LayerNorm' },
  symbol: 'LN',
  equation: {
    en: 'y = (x − μ) / √(σ² + ε) · γ + β; μ, σ² over the features of one token, σ² biased; with std=unbiased y = (x − μ) / (s + ε) · γ + β, s² = Σ(x − μ)² / (n − 1)',
    zh: 'y = (x − μ) / √(σ² + ε) · γ + β；μ、σ² 取自一个词元的全部特征，σ² 为有偏方差；std=unbiased 时 y = (x − μ) / (s + ε) · γ + β，s² = Σ(x − μ)² / (n − 1)',
  },
  options: {
    std: later(
      choice(['biased', 'unbiased'], 'biased', {
        en: 'the deviation that is divided by: biased with ε inside the root, or unbiased with ε outside, as in The Annotated Transformer',
        zh: '所除的标准差：有偏，ε 在根号内；或无偏，ε 在根号外，同 The Annotated Transformer',
      }),
    ),
  },
  paper: { text: 'Ba, Kiros & Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
  ...perToken,
  eps: 1e-5,
  epsAt: 'inside',
  invariant: { scale: true, shift: true },
  apply: (context, x, eps, { std }) => (std === 'biased' ? layerNorm : unbiased)(x, context.weight(), context.bias(), eps),
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

/** Below this a variance is none: no gradient flows through the root of 0, as torch has it. */
const none = 1e-30;

/** (x − μ) / (s + ε) · γ + β, s² = Σ (x − μ)² / (n − 1). @throws UserError where there is one feature alone. */
function unbiased(x: Tensor, gain: Tensor, shift: Tensor, eps: number): Tensor {
  const features = x.shape.at(-1) as number;
  if (features < 2) throw new UserError('error.unbiased', { given: features });
  const own = { axes: [-1], keepDims: true };
  const centered = sub(x, mean(x, own));
  const variance = mul(sum(square(centered), own), 1 / (features - 1));
  return add(mul(div(centered, add(sqrt(maximum(variance, none)), eps)), gain), shift);
}

/** Claims and traps of normalizers, as for placements. */
import type { AboutNormalizer } from './types.ts';

export const normalizersEn = {
  layer: {
    claim: 'Trains recurrent networks and Transformers without statistics of the batch (Ba et al. 2016).',
    traps:
      'ε is 1e-5 in PyTorch and GPT-2 but 1e-12 in BERT. At embeddings of deviation 0.02, ε = 1e-5 already shrinks the output by 1.2% (derived).',
  },
  'layer-no-bias': {
    claim: 'The bias adds nothing, or overfits (Xu et al. 2019, recalled); Cohere, MPT, ModernBERT and DBRX leave it out.',
    traps: 'A checkpoint has one tensor per norm, as one with RMSNorm has.',
  },
  'layer-1p': {
    claim: 'Weight decay pulls the gain towards 1 instead of 0 (Megatron-LM, Nemotron).',
    traps: 'The stored value is the gain less 1: raw weights look like zeros.',
  },
  'layer-plain': {
    claim: 'OLMo 1 trains without any parameters in its norms.',
    traps: 'Leaves no tensor in a checkpoint, so names cannot tell that it is there.',
  },
  rms: {
    claim:
      'As good as LayerNorm at 7 to 64% less time per step (Zhang & Sennrich 2019, recalled); the usual norm of language models since Llama.',
    traps: 'Keeps the mean of the features, so it notices a shift. ε is 1e-6 or 1e-5 by model.',
  },
  'rms-original': {
    claim: "The form of the paper's own code.",
    traps: 'ε = 1e-8 stands outside the root; most libraries have it inside.',
  },
  'rms-1p': {
    claim: 'The norm of Gemma and Qwen3-Next: weight decay pulls the gain towards 1.',
    traps: 'The stored value is the gain less 1: raw weights look like zeros.',
  },
  'rms-plain': {
    claim: 'Weightless: 1.402 against 1.433 bits per byte of the learnable one in a five-minute log at 16M parameters (secondary).',
    traps: 'Leaves no tensor in a checkpoint.',
  },
  prms: {
    claim: 'The first 6.25% of the features are enough for the statistic (Zhang & Sennrich 2019).',
    traps: 'The features it looks at are always the same ones, and what the others hold is not bounded.',
  },
  scale: {
    claim: 'About 5% faster than LayerNorm; with FixNorm better on five low-resource translation pairs (Nguyen & Salazar 2019).',
    traps: 'One gain for all features; ε is a lower bound of the length, not an addend.',
  },
  l2: {
    claim: 'Makes dot products cosines, so that attention logits are bounded (Henry et al. 2020; Swin V2; nGPT).',
    traps: 'The output has length 1, not RMS 1: smaller by √d than that of RMSNorm. It needs a scale behind it.',
  },
  batch: {
    claim: 'The first normalizer of deep networks, for images (Ioffe & Szegedy 2015).',
    traps: 'Its statistics contain later tokens and other sequences: a decoder sees its future. Evaluation uses running averages.',
  },
  power: {
    claim: '35.87 BLEU on IWSLT14 De-En, LayerNorm about 35.3 (Shen et al. 2020, README, secondary).',
    traps: 'Mixes tokens as BatchNorm does, and its backward pass is an approximation on purpose, not the derivative.',
  },
  group: {
    claim: 'Independent of the batch size, for images (Wu & He 2018).',
    traps: 'Here each token by itself. In images a group spans all positions, which would not be causal.',
  },
  instance: {
    claim: 'For style transfer: removes the contrast of one image (Ulyanov et al. 2016).',
    traps: 'Statistics over all positions of a sequence: a decoder sees its future.',
  },
  dyt: {
    claim: 'ImageNet 82.5% against 82.3% of LayerNorm with ViT-B (Zhu et al. 2025).',
    traps:
      'No statistics, so large inputs saturate. Acts as a regularizer: loss 27.3% lower at 1M tokens, 18.8% higher at 118M (Removing LayerNorm 2026). α wants tuning in language models: 0.8 and 0.2 at 7B.',
  },
  derf: {
    claim: 'ImageNet 82.8% against 82.3% of LayerNorm with ViT-B; GPT-2 loss 2.94, as LayerNorm, DyT 2.97 (Chen et al. 2025, README).',
    traps: 'No statistics, so large inputs saturate.',
  },
  cogview: {
    claim: 'Keeps half precision from overflowing inside LayerNorm (Ding et al. 2021).',
    traps: 'ε comes after the division by max|x| / 8, so it weighs less for large inputs than in LayerNorm.',
  },
} as const satisfies Readonly<Record<string, AboutNormalizer>>;

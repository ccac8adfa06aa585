/** What an initialisation is for, in a line. */
import type { AboutLine } from './types.ts';

export const initsEn = {
  normal: { about: 'The plain start of GPT and BERT; branches of deep networks add up.' },
  'trunc-normal': { about: "BERT's and OLMo's: the normal one without its tails, which leaves 0.8796 of the deviation at a cut of 2." },
  xavier: { about: 'The original Transformer: keeps the size of values and gradients through square matrices.' },
  'small-init': { about: 'Let Post-Norm train on small translation sets where Xavier failed (Nguyen & Salazar 2019).' },
  'depth-scaled': { about: "GPT-2's and Megatron's: the stream of Pre-Norm stays bounded in depth at the start." },
  'ds-init': { about: 'Smaller weights in deeper blocks, so that the sum of the branches stays bounded.' },
  deepnet: { about: 'The β that belongs to the α of deepnorm.' },
  admin: { about: 'Measures on one batch how much the branches write and sets ω of the placement admin by it.' },
  't-fixup': { about: 'Makes Transformers without norms and warm-up trainable; belongs to the placement t-fixup.' },
  fixup: { about: 'Every branch starts at 0 and learns at a rate that depth does not change; belongs to the placement fixup.' },
  'sub-ln': { about: 'The gain γ that belongs to the placement sub-ln.' },
  'zero-output': { about: 'Every block starts as the identity, whatever the placement, unless a norm stands behind the branch.' },
  xiong: { about: 'The setting in which Xiong et al. prove how gradients depend on depth; for signal, not for training.' },
} as const satisfies Readonly<Record<string, AboutLine>>;

export const attentionNormsEn = {
  none: { about: 'Attention as it was published: logits grow with the length of queries and keys.' },
  qk: { about: 'Bounds the attention logits; the most adopted change of the last years (Qwen 3, Gemma 3, OLMo 2).' },
  qkv: { about: 'Without an input norm it tolerated 1.5 times the learning rate of QK-norm at 830M parameters (Rybakov et al. 2024).' },
  cosine: { about: 'Logits are cosines times a learned factor per head, which is kept at 100 or below.' },
} as const satisfies Readonly<Record<string, AboutLine>>;

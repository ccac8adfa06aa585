import { rmsNorm } from '../../graph/math.ts';
import { everyFeature } from './every-feature.ts';
import { defineNormalizer, perToken } from './types.ts';

export const rmsPlain = defineNormalizer({
  id: 'rms-plain',
  title: { en: 'RMSNorm without parameters', zh: '无参数 RMSNorm' },
  symbol: 'RMS',
  equation: 'y = x / √(mean(x²) + ε)',
  paper: { text: 'Zhang & Sennrich 2019, Root Mean Square Layer Normalization', url: 'https://arxiv.org/abs/1910.07467' },
  ...perToken,
  eps: 1e-6,
  epsAt: 'inside',
  invariant: { scale: true, shift: false },
  apply: (_context, x, eps) => rmsNorm(x, everyFeature(x, 1), eps),
  about: {
    claim: {
      en: 'Weightless: 1.402 against 1.433 bits per byte of the learnable one in a five-minute log at 16M parameters (secondary).',
      zh: '没有权重：在一份 1600 万参数、五分钟训练的记录中为每字节 1.402 比特，带权重的为 1.433（二手）。',
    },
    traps: { en: 'Leaves no tensor in a checkpoint.', zh: '检查点中没有它的张量。' },
  },
});

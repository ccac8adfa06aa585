import { number } from '../../core/options.ts';
import { defineInit } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

export const dsInit = defineInit({
  id: 'ds-init',
  title: { en: 'DS-Init', zh: '深度缩放初始化 DS-Init' },
  rule: {
    en: 'matrices of block l, from 1: Xavier uniform times alpha/√l; embeddings and head N(0, 1/d)',
    zh: '第 l 块（从 1 数起）的矩阵：Xavier 均匀乘以 alpha/√l；嵌入和输出头 N(0, 1/d)',
  },
  paper: {
    text: 'Zhang, Titov & Sennrich 2019, Improving Deep Transformer with Depth-Scaled Initialization',
    url: 'https://arxiv.org/abs/1908.11365',
  },
  options: { alpha: number(1, { en: 'factor on every matrix of the blocks', zh: '块内每个矩阵的系数' }, { min: 0 }) },
  constants: ({ layer }) => ({ factor: 1 / Math.sqrt(layer + 1) }),
  distribution: (drawn, model, { alpha }) =>
    aroundBlocks(drawn, model) ?? xavierUniform(alpha / Math.sqrt((drawn.parameter.place?.layer ?? 0) + 1), drawn),
  about: {
    en: 'Smaller weights in deeper blocks, so that the sum of the branches stays bounded.',
    zh: '越深的块权重越小，使支路之和保持有界。',
  },
});

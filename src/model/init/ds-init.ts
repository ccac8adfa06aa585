import { number } from '../../core/options.ts';
import { defineInit } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

export const dsInit = defineInit({
  id: 'ds-init',
  title: { en: 'DS-Init', zh: '深度缩放初始化 DS-Init' },
  rule: 'matrices of block l, from 1: Xavier uniform times alpha/√l; embeddings and head N(0, 1/d)',
  paper: {
    text: 'Zhang, Titov & Sennrich 2019, Improving Deep Transformer with Depth-Scaled Initialization',
    url: 'https://arxiv.org/abs/1908.11365',
  },
  options: { alpha: number(1, 'factor on every matrix of the blocks', { min: 0 }) },
  constants: ({ layer }) => ({ factor: 1 / Math.sqrt(layer + 1) }),
  distribution: (drawn, model, { alpha }) =>
    aroundBlocks(drawn, model) ?? xavierUniform(alpha / Math.sqrt((drawn.parameter.place?.layer ?? 0) + 1), drawn),
});

import type { Place } from '../types.ts';
import { carriesBranch, defineInit } from './types.ts';
import { aroundBlocks, xavierNormal } from './xavier-like.ts';

/** Of a stack alone (8N)^(-1/4); with two stacks the encoder's 0.87·(N⁴M)^(-1/16) and the decoder's (12M)^(-1/4). */
function beta({ stack, depth, encoderDepth: n, decoderDepth: m }: Place): number {
  if (n === 0 || m === 0) return (8 * depth) ** -0.25;
  return stack === 'encoder' ? 0.87 * (n ** 4 * m) ** (-1 / 16) : (12 * m) ** -0.25;
}

export const deepnet = defineInit({
  id: 'deepnet',
  title: { en: 'DeepNet', zh: 'DeepNet 初始化' },
  rule: {
    en: 'Xavier normal, gain β on fc1, fc2, v and out, 1 on q and k; embeddings and head N(0, 1/d)',
    zh: 'Xavier 正态，fc1、fc2、v、out 的增益为 β，q 和 k 为 1；嵌入和输出头 N(0, 1/d)',
  },
  paper: { text: 'Wang et al. 2022, DeepNet: Scaling Transformers to 1,000 Layers', url: 'https://arxiv.org/abs/2203.00555' },
  constants: (place) => ({ beta: beta(place) }),
  distribution: (drawn, model) => {
    const { place } = drawn.parameter;
    return aroundBlocks(drawn, model) ?? xavierNormal(place && carriesBranch(drawn) ? beta(place) : 1, drawn);
  },
  about: { en: 'The β that belongs to the α of deepnorm.', zh: '与方案 deepnorm 的 α 配套的 β。' },
});

import type { Place } from '../types.ts';
import { carriesBranch, defineInit } from './types.ts';
import { aroundBlocks, xavierNormal } from './xavier-like.ts';

/** Of a stack alone √ln(2N); with two stacks the encoder's √(ln(3M)·ln(2N)/3) and the decoder's √ln(3M); cross-attention 1. */
function gain({ stack, depth, sublayer, encoderDepth: n, decoderDepth: m }: Place): number {
  if (sublayer === 'cross') return 1;
  if (n === 0 || m === 0) return Math.sqrt(Math.log(2 * depth));
  return Math.sqrt(stack === 'encoder' ? (Math.log(3 * m) * Math.log(2 * n)) / 3 : Math.log(3 * m));
}

export const subLn = defineInit({
  id: 'sub-ln',
  title: { en: 'Magneto', zh: 'Magneto 初始化' },
  rule: {
    en: 'Xavier normal, gain γ on fc1, fc2, v and out, 1 on q and k and in cross-attention; embeddings and head N(0, 1/d)',
    zh: 'Xavier 正态，fc1、fc2、v、out 的增益为 γ，q、k 和交叉注意力为 1；嵌入和输出头 N(0, 1/d)',
  },
  paper: { text: 'Wang et al. 2022, Foundation Transformers (Magneto)', url: 'https://arxiv.org/abs/2210.06423' },
  constants: (place) => ({ gamma: gain(place) }),
  distribution: (drawn, model) => {
    const { place } = drawn.parameter;
    return aroundBlocks(drawn, model) ?? xavierNormal(place && carriesBranch(drawn) ? gain(place) : 1, drawn);
  },
  about: { en: 'The gain γ that belongs to the placement sub-ln.', zh: '与方案 sub-ln 配套的增益 γ。' },
});

import type { Place } from '../types.ts';
import { carriesBranch, defineInit, isEmbedding } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

const factor = ({ stack, depth }: Pick<Place, 'stack' | 'depth'>): number =>
  stack === 'encoder' ? 0.67 * depth ** -0.25 : (9 * depth) ** -0.25;

/**
 * The paper's rule, relative to Xavier. The published code multiplies v by another √2, which only undoes the 1/√2 that its
 * library had put on q, k and v.
 */
export const tFixup = defineInit({
  id: 't-fixup',
  title: { en: 'T-Fixup', zh: 'T-Fixup 初始化' },
  rule: {
    en: 'Xavier uniform; v, out, fc1 and fc2 times 0.67·N^(-1/4) in an encoder, (9N)^(-1/4) in a decoder; embeddings N(0, 1/d) times (9N)^(-1/4)',
    zh: 'Xavier 均匀；v、out、fc1、fc2 在编码器中乘 0.67·N^(-1/4)，在解码器中乘 (9N)^(-1/4)；嵌入为 N(0, 1/d) 乘 (9N)^(-1/4)',
  },
  paper: {
    text: 'Huang et al. 2020, Improving Transformer Optimization Through Better Initialization',
    url: 'https://proceedings.mlr.press/v119/huang20f.html',
  },
  constants: (place) => ({ factor: factor(place) }),
  distribution: (drawn, model) => {
    const { parameter } = drawn;
    const depth = model.nLayers;
    if (isEmbedding(parameter)) return { kind: 'normal', std: factor({ stack: 'decoder', depth }) / Math.sqrt(model.dModel) };
    const scaled = parameter.place && carriesBranch(drawn);
    return aroundBlocks(drawn, model) ?? xavierUniform(scaled ? factor(parameter.place as Place) : 1, drawn);
  },
  about: {
    en: 'Makes Transformers without norms and warm-up trainable; belongs to the placement t-fixup.',
    zh: '使没有归一化、没有预热的 Transformer 可训练；配方案 t-fixup。',
  },
});

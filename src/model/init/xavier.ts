import { number } from '../../core/options.ts';
import { defineInit } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

export const xavier = defineInit({
  id: 'xavier',
  title: { en: 'Xavier uniform', zh: 'Xavier 均匀' },
  rule: {
    en: 'every matrix U(−b, b), b = gain·√(6 / (fan_in + fan_out)), q, k and v each on its own; embeddings and head N(0, 1/d)',
    zh: '每个矩阵 U(−b, b)，b = gain·√(6 / (fan_in + fan_out))，q、k、v 各自计算；嵌入和输出头 N(0, 1/d)',
  },
  paper: { text: 'Glorot & Bengio 2010, as used by Vaswani et al. 2017', url: 'https://proceedings.mlr.press/v9/glorot10a.html' },
  options: { gain: number(1, { en: 'factor on every matrix of the blocks', zh: '块内每个矩阵的系数' }, { min: 0 }) },
  distribution: (drawn, model, { gain }) => aroundBlocks(drawn, model) ?? xavierUniform(gain, drawn),
  about: {
    en: 'The original Transformer: keeps the size of values and gradients through square matrices.',
    zh: '最初的 Transformer 所用：经过方阵时保持数值和梯度的大小。',
  },
});

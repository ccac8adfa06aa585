import { number } from '../../core/options.ts';
import { defineInit } from './types.ts';
import { aroundBlocks, xavierUniform } from './xavier-like.ts';

export const xavier = defineInit({
  id: 'xavier',
  title: { en: 'Xavier uniform', zh: 'Xavier 均匀' },
  rule: 'every matrix U(−b, b), b = gain·√(6 / (fan_in + fan_out)), q, k and v each on its own; embeddings and head N(0, 1/d)',
  paper: { text: 'Glorot & Bengio 2010, as used by Vaswani et al. 2017', url: 'https://proceedings.mlr.press/v9/glorot10a.html' },
  options: { gain: number(1, 'factor on every matrix of the blocks', { min: 0 }) },
  distribution: (drawn, model, { gain }) => aroundBlocks(drawn, model) ?? xavierUniform(gain, drawn),
});

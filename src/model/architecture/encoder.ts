import type { Architecture } from './types.ts';

/** BERT, ViT: one stack, every position sees all others. */
export const encoder: Architecture = {
  id: 'encoder',
  title: { en: 'encoder', zh: '编码器' },
  stacks: ({ nLayers }) => [{ id: 'encoder', prefix: '', depth: nLayers, sublayers: ['attn', 'ffn'], causal: false, reads: 'input' }],
};

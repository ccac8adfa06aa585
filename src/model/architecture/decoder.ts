import type { Architecture } from './types.ts';

/** GPT: one stack, every position sees those before it. */
export const decoder: Architecture = {
  id: 'decoder',
  title: { en: 'decoder', zh: '解码器' },
  stacks: ({ nLayers }) => [{ id: 'decoder', prefix: '', depth: nLayers, sublayers: ['attn', 'ffn'], causal: true, reads: 'input' }],
};

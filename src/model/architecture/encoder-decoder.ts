import type { Architecture } from './types.ts';

/** Vaswani et al. 2017: an encoder reads the source, a decoder attends to its output and answers. */
export const encoderDecoder: Architecture = {
  id: 'encoder-decoder',
  title: { en: 'encoder-decoder', zh: '编码器-解码器' },
  stacks: ({ nLayers, nEncoderLayers }) => [
    { id: 'encoder', prefix: 'encoder.', depth: nEncoderLayers, sublayers: ['attn', 'ffn'], causal: false, reads: 'source' },
    { id: 'decoder', prefix: 'decoder.', depth: nLayers, sublayers: ['attn', 'cross', 'ffn'], causal: true, reads: 'input' },
  ],
};

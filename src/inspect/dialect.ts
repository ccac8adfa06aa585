/** Names as other frameworks write them, in the way of PyTorch: pieces between dots, numbers of blocks pieces of their own. */
const listName = '(?:layers?|blocks?|h|(?:encoder|decoder)_?(?:layer|block)|resblock|transformer_layer|group)';

const rewrites: readonly (readonly [RegExp, string])[] = [
  // Flax and TensorFlow.
  [/\//g, '.'],
  // What wraps a module when it is compiled or spread over machines.
  [/(^|\.)(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|_forward_module)(?=\.)/g, '$1'],
  [/(^|\.)\.+/g, '$1'],
  // layers_0, encoderblock_0, block_000, h0; and numbers without zeros before them.
  [new RegExp(`(^|\\.)(${listName})_?(\\d{1,6})(?=\\.)`, 'g'), '$1$2.$3'],
  [/\.0+(?=\d+\.)/g, '.'],
  // Megatron-Core fuses a norm into the matrix behind it; tensor2tensor names the module again.
  [/(^|\.)layer_norm_(weight|bias|scale)$/, '$1layer_norm.$2'],
  [/layer_norm\.layer_norm\./, 'layer_norm.'],
];

export const inDialect = (name: string): string => rewrites.reduce((text, [from, to]) => text.replace(from, to), name);

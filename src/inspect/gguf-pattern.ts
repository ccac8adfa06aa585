/** Norms of a block as llama.cpp names them: one vocabulary for all architectures, so that a name says where its norm stands. */
import type { Pattern } from './types.ts';

const [before, after] = [
  ['attn_norm', 'ffn_norm'],
  ['post_attention_norm', 'post_ffw_norm'],
];

export const ggufPatterns: readonly Pattern[] = [
  {
    norms: before,
    optional: ['cross_attn_norm'],
    has: /^(attn_q|attn_qkv|attn_q_a|cross_attn_q|attn_rel_b|ssm_in)\./,
    lacks: /^attn_norm\.bias$/,
    readings: [{ placement: 'pre', families: 'Llama, Qwen, Phi-3, DeepSeek, T5 (GGUF)' }],
    weightOnly: 'rms',
  },
  {
    norms: before,
    has: /^attn_norm\.bias$/,
    readings: [
      { placement: 'pre', families: 'GPT-2, StarCoder, BLOOM (GGUF)' },
      { placement: 'parallel-two', families: 'GPT-NeoX with use_parallel_residual (GGUF)' },
    ],
    trap: 'loadsEither',
  },
  {
    norms: ['attn_norm'],
    has: /^(attn_q|attn_qkv)\./,
    readings: [{ placement: 'parallel', families: 'GPT-J, Phi-2, Command-R, Falcon-7B (GGUF)' }],
  },
  { norms: ['attn_norm'], has: /^ssm_/, readings: [{ placement: 'pre', families: 'Mamba (GGUF)' }], weightOnly: 'rms' },
  {
    norms: ['attn_norm', 'attn_norm_2'],
    has: /^attn_qkv\./,
    readings: [{ placement: 'parallel-two', families: 'Falcon-40B and 180B (GGUF)' }],
  },
  { norms: ['attn_norm', 'attn_norm_2'], has: /^time_mix_/, readings: [{ placement: 'pre', families: 'RWKV 6 and 7 (GGUF)' }] },
  {
    norms: ['attn_output_norm', 'layer_output_norm'],
    optional: ['attn_norm_2'],
    readings: [{ placement: 'post', families: 'BERT, Nomic-BERT, Jina-BERT (GGUF)' }],
  },
  { norms: after, readings: [{ placement: 'branch-out', families: 'OLMo 2, EXAONE 4 (GGUF)' }], weightOnly: 'rms' },
  {
    norms: [...before, ...after],
    optional: ['post_ffw_norm_1', 'post_ffw_norm_2', 'pre_ffw_norm_2', 'post_norm'],
    readings: [{ placement: 'sandwich', families: 'Gemma 2, 3 and 4, GLM-4 (GGUF)' }],
    weightOnly: 'rms',
  },
  {
    norms: ['attn_norm', 'attn_output_norm', 'ffn_norm', 'layer_output_norm'],
    readings: [{ placement: 'sandwich', families: 'Grok-1 (GGUF)' }],
    weightOnly: 'rms',
  },
  { norms: ['attn_norm', 'attn_output_norm'], readings: [{ placement: 'pre', families: 'DBRX (GGUF)' }], weightOnly: 'layer-no-bias' },
  {
    norms: ['attn_norm', 'post_attention_norm'],
    readings: [{ placement: 'pre', families: 'gpt-oss, Seed-OSS, GLM-4.5, Qwen3-Next (GGUF)' }],
    weightOnly: 'rms',
  },
  { norms: before, sub: true, readings: [{ placement: 'sub-ln', families: 'BitNet b1.58 (GGUF)' }], weightOnly: 'rms' },
  { norms: ['ln1', 'ln2'], readings: [{ placement: 'pre', families: 'vision towers of CLIP and SigLIP (GGUF)' }] },
];

/** Names of the norms in a block -> what models with such names are known to be. One row for each pattern; names alone may fit several readings. */
import { ggufPatterns } from './gguf-pattern.ts';
import { layerScale } from './norm-name.ts';
import type { Candidate } from './types.ts';

export interface Pattern {
  /** The norms around the branches, by module: all of them, and no other. */
  readonly norms: readonly string[];
  /** Norms that some of its models have besides. */
  readonly optional?: readonly string[];
  /** The norm behind the last block: what its name ends in, or that there is none. */
  readonly final?: readonly string[] | 'none';
  /** Some other tensor of the block, and one it must not have. */
  readonly has?: RegExp;
  readonly lacks?: RegExp;
  /** Whether there are norms inside the branches, before their last matrices; not when left out. */
  readonly sub?: boolean;
  readonly readings: readonly Candidate[];
  /** What a norm without bias is in these models. */
  readonly weightOnly?: 'rms' | 'layer-no-bias';
  /** The flag that tells its readings apart. */
  readonly decidedBy?: string;
  /** A trap in the names. */
  readonly trap?: 'preMlp' | 'branchOutput' | 'loadsEither' | 'shared';
}

const read = (placement: string, families: string): Candidate => ({ placement, families });

const llamaNames = ['input_layernorm', 'post_attention_layernorm'];
const bartNames = ['self_attn_layer_norm', 'final_layer_norm'];
const torchOrScaled = new RegExp(`^linear1\\.|${layerScale.source}`);
const packedQkv = /(^|\.)attention\.query_key_value\./;

export const patterns: readonly Pattern[] = [
  ...ggufPatterns,
  {
    norms: llamaNames,
    has: /^mlp\.(gate_proj|up_proj|gate_up_proj|down_proj|c_fc|fc1|dense_h_to_4h)\./,
    lacks: /(^|\.)(q_norm\.bias|attention\.query_key_value|self_attention)/,
    readings: [read('pre', 'Llama, Mistral, Qwen2/3, Gemma 1, Phi-3, Granite, SmolLM3, DeepSeek (dense blocks)')],
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: llamaNames,
    has: /^mlp\.(experts|gate|router|shared_experts?)\./,
    lacks: /(^|\.)(q_norm\.bias|self_attention|attention\.query_key_value)/,
    readings: [read('pre', 'DeepSeek V2/V3, Qwen-MoE, OLMoE, gpt-oss, GLM-4-MoE')],
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: llamaNames,
    has: /^(block_sparse_moe|feed_forward)\./,
    lacks: /^block_sparse_moe\.experts\.\d+\.w1\./,
    readings: [read('pre', 'Llama 4, GraniteMoE')],
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: llamaNames,
    has: /^block_sparse_moe\.experts\.\d+\.w1\./,
    readings: [read('pre', 'Mixtral, MiniMax-M2'), read('glm', 'MiniMax-Text-01')],
    decidedBy: 'model_type, layernorm_*_alpha',
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: llamaNames,
    has: /(^|\.)q_norm\.bias$/,
    readings: [read('pre', 'Chameleon-7B'), read('branch-out', 'Chameleon-34B (swin_norm)')],
    decidedBy: 'swin_norm',
    weightOnly: 'rms',
    trap: 'loadsEither',
  },
  {
    norms: llamaNames,
    sub: true,
    readings: [read('sub-ln', 'BitNet b1.58')],
    weightOnly: 'rms',
  },
  {
    norms: llamaNames,
    has: packedQkv,
    readings: [
      read('parallel-two', 'GPT-NeoX, Pythia (use_parallel_residual true)'),
      read('pre', 'GPT-NeoX models with use_parallel_residual false'),
      read('glm', 'GLM-130B, ChatGLM-6B'),
    ],
    decidedBy: 'use_parallel_residual',
    trap: 'loadsEither',
  },
  {
    norms: llamaNames,
    has: /^self_attention\.query_key_value\./,
    readings: [read('pre', 'BLOOM, Falcon-RW')],
    trap: 'preMlp',
  },
  {
    norms: ['post_attention_layernorm', 'post_feedforward_layernorm'],
    readings: [read('branch-out', 'OLMo 2/3, EXAONE 4, FlexOlmo')],
    weightOnly: 'rms',
    trap: 'branchOutput',
  },
  {
    norms: [...llamaNames, 'post_feedforward_layernorm', 'pre_feedforward_layernorm'],
    optional: [
      'post_per_layer_input_norm',
      'altup.router_norm',
      'laurel.post_laurel_norm',
      'post_feedforward_layernorm_1',
      'post_feedforward_layernorm_2',
      'pre_feedforward_layernorm_2',
    ],
    readings: [read('sandwich', 'Gemma 2, 3 and 4')],
    trap: 'branchOutput',
  },
  { norms: ['input_layernorm', 'pre_feedforward_layernorm'], readings: [read('pre', 'VaultGemma')], weightOnly: 'rms' },
  {
    norms: [...llamaNames, 'post_mlp_layernorm', 'post_self_attn_layernorm'],
    readings: [read('sandwich', 'GLM-4 (glm4), GLM-4V')],
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: [...llamaNames, 'post_mlp_layernorm', 'pre_mlp_layernorm'],
    readings: [read('sandwich', 'AFMoE (Trinity)')],
    weightOnly: 'rms',
    trap: 'branchOutput',
  },
  {
    norms: [...llamaNames, 'post_norm1', 'post_norm2'],
    readings: [read('sandwich', 'HyperCLOVA X SEED')],
    weightOnly: 'rms',
    trap: 'preMlp',
  },
  {
    norms: ['input_layernorm'],
    has: /(^|\.)(self_attn|self_attention|attn)\./,
    readings: [read('parallel', 'Phi-1/1.5/2, Cohere Command-R, Falcon-7B, StableLM with use_parallel_residual')],
    weightOnly: 'layer-no-bias',
  },
  { norms: ['rms_norm', 'rms_norm_1', 'rms_norm_2', 'rms_norm_3'], readings: [read('sandwich', 'Grok-1')], weightOnly: 'rms' },
  { norms: ['ln_attn', 'ln_mlp'], readings: [read('parallel-two', 'Falcon-40B and 180B')] },
  { norms: ['attn_norm', 'attn_norm_2'], readings: [read('parallel-two', 'Falcon-40B and 180B as GGUF')] },
  { norms: ['ln_1'], readings: [read('parallel', 'GPT-J, CodeGen')] },
  {
    norms: ['ln_1', 'ln_2'],
    final: ['ln_f', 'ln_post', 'ln_final', 'ln'],
    readings: [read('pre', 'GPT-2, GPT-Neo, GPT-BigCode, OpenCLIP')],
  },
  { norms: ['ln_1', 'ln_2'], final: 'none', readings: [read('post', 'GPT-1')] },
  { norms: bartNames, optional: ['encoder_attn_layer_norm'], sub: true, readings: [read('sub-ln', 'Magneto in torchscale')] },
  {
    norms: bartNames,
    optional: ['encoder_attn_layer_norm'],
    final: ['layer_norm', 'final_layer_norm'],
    readings: [read('pre', 'OPT, mBART, M2M100, Pegasus, Whisper, XGLM, BioGPT')],
  },
  {
    norms: bartNames,
    has: /^self_attn\.self\./,
    final: 'none',
    readings: [read('pre', 'BigBird-Pegasus: the norm at its end is called layernorm_embedding')],
    decidedBy: 'model_type',
  },
  { norms: bartNames, optional: ['encoder_attn_layer_norm'], final: 'none', readings: [read('post', 'BART, Marian, OPT-350M')] },
  {
    norms: bartNames,
    optional: ['encoder_attn_layer_norm'],
    final: ['layernorm'],
    readings: [read('post', 'DETR decoders'), read('pre', 'Table Transformer')],
    decidedBy: 'normalize_before',
    trap: 'loadsEither',
  },
  {
    norms: ['final_layer_norm', 'layer_norm'],
    readings: [read('post', 'wav2vec2 base, HuBERT base'), read('pre', 'wav2vec2 large-lv60 (do_stable_layer_norm)')],
    decidedBy: 'do_stable_layer_norm',
    trap: 'loadsEither',
  },
  {
    norms: ['attention.output.LayerNorm', 'output.LayerNorm'],
    optional: ['crossattention.output.LayerNorm', 'output_query.LayerNorm'],
    readings: [read('post', 'BERT, RoBERTa, ELECTRA, DeBERTa, LayoutLM, Longformer')],
  },
  { norms: ['output_layer_norm', 'sa_layer_norm'], readings: [read('post', 'DistilBERT')] },
  { norms: ['attention.LayerNorm', 'full_layer_layer_norm'], readings: [read('post', 'ALBERT')], trap: 'shared' },
  { norms: ['ff.layer_norm', 'rel_attn.layer_norm'], readings: [read('post', 'XLNet')] },
  { norms: ['LayerNorm', 'attention.self_attn_layer_norm'], readings: [read('pre', 'XLM-RoBERTa-XL')] },
  { norms: ['attention.LayerNorm', 'intermediate.LayerNorm'], readings: [read('pre', 'RoBERTa-PreLayerNorm')] },
  { norms: ['LayerNorm', 'attention.LayerNorm'], readings: [read('pre', 'ESM')] },
  { norms: ['mlp_norm'], optional: ['attn_norm'], readings: [read('pre', 'ModernBERT')], weightOnly: 'layer-no-bias' },
  {
    norms: ['layer.0.layer_norm', 'layer.1.layer_norm'],
    optional: ['layer.2.layer_norm'],
    readings: [read('pre', 'T5, mT5, UMT5, LongT5, Switch')],
    weightOnly: 'rms',
  },
  {
    norms: ['layernorm_after', 'layernorm_before'],
    has: /(^|\.)logit_scale$/,
    readings: [read('branch-out', 'Swin v2')],
    trap: 'loadsEither',
  },
  { norms: ['layernorm_after', 'layernorm_before'], lacks: /(^|\.)logit_scale$|^lambda_\d/, readings: [read('pre', 'ViT, DeiT, Swin v1')] },
  { norms: ['layernorm_after', 'layernorm_before'], has: /^lambda_\d/, readings: [read('layerscale', 'BEiT')] },
  { norms: ['norm1', 'norm2'], has: layerScale, readings: [read('layerscale', 'DINOv2, DINOv3, CaiT')] },
  {
    norms: ['norm1', 'norm2'],
    optional: ['norm3'],
    has: /^linear1\./,
    readings: [read('post', 'torch.nn.Transformer with norm_first=False'), read('pre', 'torch.nn.Transformer with norm_first=True')],
    decidedBy: 'norm_first',
    trap: 'loadsEither',
  },
  {
    norms: ['norm1', 'norm2'],
    optional: ['norm3'],
    has: /(^|\.)attn\.logit_scale$/,
    readings: [read('branch-out', 'Swin v2 in timm and torchvision')],
    trap: 'loadsEither',
  },
  {
    norms: ['norm1', 'norm2'],
    has: /(^|\.)attn\.qkv\./,
    lacks: new RegExp(`logit_scale|${torchOrScaled.source}`),
    readings: [read('pre', 'ViT, DeiT and Swin v1 in timm, DINO, MAE, SAM, Qwen2-VL (vision)')],
  },
  {
    norms: ['norm1', 'norm2'],
    has: /^attn\.Wqkv\./,
    final: 'none',
    lacks: torchOrScaled,
    readings: [read('post', 'Nomic-BERT')],
  },
  { norms: ['layer_norm1', 'layer_norm2'], readings: [read('pre', 'CLIP, SigLIP')] },
  { norms: ['layernorm1', 'layernorm2'], final: ['layernorm'], readings: [read('pre', 'CTRL')] },
  { norms: ['norm_1', 'norm_2'], final: ['norm_f'], readings: [read('pre', 'MPT')], weightOnly: 'layer-no-bias' },
  { norms: ['norm_attn_norm.norm_1', 'norm_attn_norm.norm_2'], readings: [read('pre', 'DBRX')], weightOnly: 'layer-no-bias' },
  { norms: ['ffn_norm', 'operator_norm'], readings: [read('pre', 'LFM2')], weightOnly: 'rms' },
  { norms: ['attention_layernorm', 'feedforward_layernorm'], readings: [read('pre', 'Apertus')], weightOnly: 'rms' },
  { norms: ['input_layernorm', 'pre_ff_layernorm'], readings: [read('pre', 'Jamba')], weightOnly: 'rms' },
  { norms: ['attention_norm', 'ffn_norm'], readings: [read('pre', 'Llama and Mistral as their authors store them')], weightOnly: 'rms' },
  { norms: ['norm'], has: /^mixer\./, readings: [read('pre', 'Mamba')], weightOnly: 'rms' },
  {
    norms: [],
    has: /(^|[._])(q_proj|qkv|query|att_proj|c_attn|query_key_value|wq|to_q)\./i,
    readings: [read('pre', 'OLMo 1, NanoChat: their norms have no parameters'), read('none', 'models without norms')],
  },
];

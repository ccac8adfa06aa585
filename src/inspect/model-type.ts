/** What a config.json says by its model_type and its flags. One row for each group of types that are built alike. */
import type { ConfigFlag, ModelConfigFile } from './config.ts';

export interface TypeReading {
  readonly placement: string;
  /** The flag that decided it, with the value it has, or is taken to have where the file does not say. */
  readonly flag?: { readonly name: ConfigFlag; readonly value: string; readonly given: boolean };
}

export interface TypeRow {
  readonly types: readonly string[];
  readonly normalizer?: string;
  readonly placement: (config: ModelConfigFile) => TypeReading | undefined;
}

const always =
  (placement: string): TypeRow['placement'] =>
  () => ({ placement });

/** @param fallback what the type's own code takes when the file does not say. */
const byFlag =
  (name: ConfigFlag, fallback: boolean, yes: string, no: string): TypeRow['placement'] =>
  (config) => {
    const value = config[name] ?? fallback;
    return { placement: value ? yes : no, flag: { name, value: String(value), given: typeof config[name] === 'boolean' } };
  };

const falcon: TypeRow['placement'] = (config) => {
  if (config.new_decoder_architecture) {
    const norms = config.num_ln_in_parallel_attn ?? 2;
    const given = typeof config.num_ln_in_parallel_attn === 'number';
    return { placement: norms === 1 ? 'parallel' : 'parallel-two', flag: { name: 'num_ln_in_parallel_attn', value: String(norms), given } };
  }
  return byFlag('parallel_attn', true, 'parallel', 'pre')(config);
};

/** Factors of 1 on both sides of the sum make DeepNorm's form Post-Norm's. */
const minimax: TypeRow['placement'] = (config) => {
  const value = config.full_attn_alpha_factor ?? 1;
  const given = typeof config.full_attn_alpha_factor === 'number';
  return { placement: value === 1 ? 'post' : 'deepnorm', flag: { name: 'full_attn_alpha_factor', value: String(value), given } };
};

/** Here the identity is what the norm returned, which no placement of ours is. */
const bloom: TypeRow['placement'] = (config) => (config.apply_residual_connection_post_layernorm ? undefined : { placement: 'pre' });

const layerScaled: TypeRow['placement'] = (config) => {
  const value = config.layer_scale_init_value ?? 0.1;
  const given = typeof config.layer_scale_init_value === 'number';
  return { placement: value > 0 ? 'layerscale' : 'pre', flag: { name: 'layer_scale_init_value', value: String(value), given } };
};

export const typeRows: readonly TypeRow[] = [
  {
    types: [
      'llama',
      'mistral',
      'mixtral',
      'qwen2',
      'qwen2_moe',
      'qwen3',
      'qwen3_moe',
      'arcee',
      'smollm3',
      'seed_oss',
      'internlm3',
      'ernie4_5',
      'phi3',
      'gpt_oss',
      'deepseek_v2',
      'deepseek_v3',
      'kimi_k2',
      'dots1',
      'glm',
      'glm4_moe',
      'hunyuan_v1_dense',
      'hunyuan_v1_moe',
      'olmoe',
      'minimax_m2',
      'llama4',
      'llama4_text',
      'apertus',
      'helium',
      'lfm2',
      'jamba',
      'mamba',
      'mamba2',
      't5',
      'mt5',
      'umt5',
      'longt5',
      'switch_transformers',
      'eurobert',
      'granite',
    ],
    normalizer: 'rms',
    placement: always('pre'),
  },
  { types: ['gemma', 'vaultgemma', 'qwen3_next', 'qwen3_5'], normalizer: 'rms-1p', placement: always('pre') },
  { types: ['gemma2', 'gemma3', 'gemma3_text', 'gemma4', 'gemma4_text'], normalizer: 'rms-1p', placement: always('sandwich') },
  { types: ['glm4', 'glm4v', 'afmoe'], normalizer: 'rms', placement: always('sandwich') },
  { types: ['hyperclovax'], normalizer: 'rms', placement: byFlag('use_post_norm', true, 'sandwich', 'pre') },
  { types: ['olmo2', 'olmo3', 'olmo_hybrid', 'flex_olmo', 'exaone4', 'exaone4_5'], normalizer: 'rms', placement: always('branch-out') },
  { types: ['minimax', 'minimax_text_01'], normalizer: 'rms', placement: minimax },
  { types: ['chatglm'], normalizer: 'layer', placement: always('deepnorm') },
  { types: ['bitnet'], normalizer: 'rms', placement: always('sub-ln') },
  { types: ['deepseek_v4', 'glm5_next', 'hy_v4'], normalizer: 'rms', placement: always('hyper-connections') },
  { types: ['nanochat', 'hrm_text'], normalizer: 'rms-plain', placement: always('pre') },
  { types: ['olmo'], normalizer: 'layer-plain', placement: always('pre') },
  { types: ['openai-gpt'], normalizer: 'layer', placement: always('post') },
  {
    types: [
      'gpt2',
      'gpt_neo',
      'gpt_bigcode',
      'ctrl',
      'xglm',
      'biogpt',
      'starcoder2',
      'persimmon',
      'jais2',
      'mbart',
      'm2m_100',
      'pegasus',
      'whisper',
      'xlm-roberta-xl',
      'roberta-prelayernorm',
      'esm',
      'vit',
      'deit',
      'swin',
      'clip',
      'clip_vision_model',
      'clip_text_model',
      'siglip',
      'siglip_vision_model',
    ],
    normalizer: 'layer',
    placement: always('pre'),
  },
  { types: ['mpt', 'dbrx', 'modernbert'], normalizer: 'layer-no-bias', placement: always('pre') },
  { types: ['nemotron'], normalizer: 'layer-1p', placement: always('pre') },
  { types: ['gptj', 'codegen', 'phi'], normalizer: 'layer', placement: always('parallel') },
  { types: ['cohere', 'cohere2', 'cohere2_moe', 'cohere_compass'], normalizer: 'layer-no-bias', placement: always('parallel') },
  { types: ['gpt_neox'], normalizer: 'layer', placement: byFlag('use_parallel_residual', true, 'parallel-two', 'pre') },
  { types: ['stablelm'], normalizer: 'layer', placement: byFlag('use_parallel_residual', false, 'parallel', 'pre') },
  { types: ['falcon'], normalizer: 'layer', placement: falcon },
  { types: ['bloom'], normalizer: 'layer', placement: bloom },
  { types: ['opt'], normalizer: 'layer', placement: byFlag('do_layer_norm_before', true, 'pre', 'post') },
  { types: ['wav2vec2', 'hubert'], normalizer: 'layer', placement: byFlag('do_stable_layer_norm', false, 'pre', 'post') },
  {
    types: [
      'bart',
      'marian',
      'bert',
      'roberta',
      'xlm-roberta',
      'camembert',
      'electra',
      'layoutlm',
      'longformer',
      'distilbert',
      'albert',
      'deberta',
      'deberta-v2',
      'xlnet',
      'nomic_bert',
    ],
    normalizer: 'layer',
    placement: always('post'),
  },
  { types: ['swinv2'], normalizer: 'layer', placement: always('branch-out') },
  { types: ['beit', 'data2vec-vision'], normalizer: 'layer', placement: layerScaled },
  { types: ['dinov2', 'dinov3_vit'], normalizer: 'layer', placement: always('layerscale') },
  { types: ['chameleon'], normalizer: 'rms', placement: byFlag('swin_norm', false, 'branch-out', 'pre') },
];

/** Fields that say it whatever the type is. */
const fieldRows: readonly (TypeRow & { readonly field: ConfigFlag })[] = [
  {
    field: 'hc_mult',
    types: [],
    placement: ({ hc_mult: streams }) => ({
      placement: 'hyper-connections',
      flag: { name: 'hc_mult', value: String(streams), given: true },
    }),
  },
  { field: 'full_attn_alpha_factor', types: [], placement: minimax },
  {
    field: 'placement',
    types: [],
    placement: ({ placement = '' }) => ({ placement, flag: { name: 'placement', value: placement, given: true } }),
  },
];

/** The row of a configuration's type; of a type that has none, the row of a field it has. */
export const typeRow = (config: ModelConfigFile): TypeRow | undefined =>
  typeRows.find(({ types }) => types.includes(config.model_type ?? '')) ?? fieldRows.find(({ field }) => (config[field] ?? null) !== null);

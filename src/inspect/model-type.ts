/** What a config.json says by its model_type and its flags. One row for each group of types that are built alike. */
import type { ConfigFlag, ConfigPart, ModelConfigFile } from './config.ts';
import { alphaFields, fromFlags, type TypeReading } from './flag.ts';

export interface TypeRow {
  readonly types: readonly string[];
  readonly normalizer?: string;
  readonly placement: (config: ModelConfigFile) => TypeReading | undefined;
  /** By the type of a layer, where they differ. */
  readonly byLayer?: Readonly<Record<string, string>>;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const always =
  (placement: string, ...also: readonly string[]): TypeRow['placement'] =>
  () => ({ placement, also });

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

/** The sum keeps what the norm returned; with a factor of 1 on it, that is no placement of ours. */
const glm: TypeRow['placement'] = (config) => {
  const name = alphaFields.find((field) => (config[field] ?? null) !== null) ?? 'full_attn_alpha_factor';
  // Without it the sum keeps what the norm received, times a factor: no placement of ours.
  if (config.postnorm === false) return undefined;
  const value = config[name] ?? 1;
  return { placement: value === 1 ? 'custom' : 'glm', flag: { name, value: String(value), given: typeof config[name] === 'number' } };
};

/** One type for two architectures: the first ChatGLM, and those from ChatGLM2 on. */
const isFirstChatglm = ({
  rmsnorm,
  multi_query_attention: shared,
  apply_residual_connection_post_layernorm: after,
}: ModelConfigFile): boolean => [rmsnorm, shared, after].every((field) => typeof field !== 'boolean');

const layerScaled: TypeRow['placement'] = (config) => {
  const value = config.layer_scale_init_value ?? 0.1;
  const given = typeof config.layer_scale_init_value === 'number';
  return { placement: value > 0 ? 'layerscale' : 'pre', flag: { name: 'layer_scale_init_value', value: String(value), given } };
};

export const typeRows: readonly TypeRow[] = [
  {
    types: words(`
      llama qwen2_5_omni_text mistral mixtral qwen2 qwen2_moe qwen3 qwen3_moe arcee smollm3 seed_oss internlm3 ernie4_5 phi3
      gpt_oss deepseek_v2 deepseek_v3 kimi_k2 dots1 glm glm4_moe hunyuan_v1_dense hunyuan_v1_moe olmoe minimax_m2 llama4
      llama4_text apertus helium lfm2 jamba mamba mamba2 t5 mt5 umt5 longt5 switch_transformers eurobert granite granitemoe
      granitemoehybrid granitemoeshared bamba falcon_h1 falcon_mamba nemotron_h zamba zamba2 minicpm minicpm3 internlm
      internlm2 baichuan aquila xverse yi exaone openelm qwen qwen2_vl_text qwen2_5_vl_text qwen2_vl qwen2_5_vl qwen2_audio
      qwen3_vl qwen3_vl_text qwen3_vl_moe qwen3_vl_moe_text qwen3_omni_moe_text deci deepseek bailing_moe ernie4_5_moe
      glm4_moe_lite glm4v_moe glm4v_moe_text glm_moe_dsa deepseek_v32 longcat_flash kimi_linear ministral mllama_text_model csm
      diffllama pixtral mistral3 pop2piano moshi
    `),
    normalizer: 'rms',
    placement: always('pre'),
  },
  {
    types: words(`
      gemma vaultgemma recurrent_gemma qwen3_next qwen3_5 qwen3_5_text qwen3_5_moe qwen3_5_moe_text
    `),
    normalizer: 'rms-1p',
    placement: always('pre'),
  },
  { types: ['gemma2', 'gemma3', 'gemma3_text', 'shieldgemma2'], normalizer: 'rms-1p', placement: always('sandwich') },
  // Gains of these start at 1 and are stored as they are.
  { types: ['gemma3n', 'gemma3n_text', 'gemma4', 'gemma4_text'], normalizer: 'rms', placement: always('sandwich') },
  { types: ['glm4', 'glm4v', 'afmoe', 'grok-1'], normalizer: 'rms', placement: always('sandwich') },
  { types: ['hyperclovax'], normalizer: 'rms', placement: byFlag('use_post_norm', true, 'sandwich', 'pre') },
  { types: ['olmo2', 'olmo3', 'flex_olmo', 'exaone4', 'exaone4_5'], normalizer: 'rms', placement: always('branch-out') },
  {
    types: ['olmo_hybrid'],
    normalizer: 'rms',
    placement: always('branch-out', 'pre'),
    byLayer: { linear_attention: 'pre', full_attention: 'branch-out' },
  },
  { types: ['molmo'], normalizer: 'rms', placement: byFlag('norm_after', false, 'branch-out', 'pre') },
  { types: ['minimax', 'minimax_text_01', 'minimax_m1', 'MiniMaxText01'], normalizer: 'rms', placement: glm },
  { types: ['chatglm'], normalizer: 'layer', placement: (config) => ({ placement: isFirstChatglm(config) ? 'glm' : 'pre' }) },
  { types: ['bitnet'], normalizer: 'rms', placement: always('sub-ln') },
  { types: ['deepseek_v4', 'glm5_next', 'hy_v4'], normalizer: 'rms', placement: always('hyper-connections') },
  { types: ['nanochat', 'hrm_text'], normalizer: 'rms-plain', placement: always('pre') },
  { types: ['olmo'], normalizer: 'layer-plain', placement: always('pre') },
  { types: ['openai-gpt'], normalizer: 'layer', placement: always('post') },
  {
    types: words(`
      gpt2 gpt_neo gpt_bigcode ctrl xglm biogpt starcoder2 phimoe persimmon jais2 mbart m2m_100 pegasus whisper xlm-roberta-
      xl roberta-prelayernorm esm vit deit swin clip clip_vision_model clip_text_model siglip siglip_vision_model siglip2
      siglip_text_model siglip2_vision_model chinese_clip_vision_model vit_mae vit_msn vit_hybrid videomae vivit ijepa
      audio-spectrogram-transformer yolos dpt timesformer pvt segformer owlvit owlv2 xclip flava orion decision_transformer
      blenderbot bigbird_pegasus nllb-moe speech_to_text moonshine table- transformer rwkv musicgen_decoder musicgen
      qwen2_audio_encoder sam sam_vision_model
    `),
    normalizer: 'layer',
    placement: always('pre'),
  },
  { types: ['mpt', 'dbrx', 'modernbert'], normalizer: 'layer-no-bias', placement: always('pre') },
  { types: ['nemotron'], normalizer: 'layer-1p', placement: always('pre') },
  { types: ['gptj', 'codegen', 'phi', 'phi-msft', 'mixformer-sequential'], normalizer: 'layer', placement: always('parallel') },
  { types: ['cohere', 'cohere2', 'cohere2_moe', 'cohere_compass'], normalizer: 'layer-no-bias', placement: always('parallel') },
  { types: ['gpt_neox'], normalizer: 'layer', placement: byFlag('use_parallel_residual', true, 'parallel-two', 'pre') },
  { types: ['stablelm'], normalizer: 'layer', placement: byFlag('use_parallel_residual', false, 'parallel', 'pre') },
  { types: ['falcon', 'RefinedWebModel', 'RefinedWeb'], normalizer: 'layer', placement: falcon },
  { types: ['bloom'], normalizer: 'layer', placement: always('pre') },
  { types: ['opt'], normalizer: 'layer', placement: byFlag('do_layer_norm_before', true, 'pre', 'post') },
  {
    types: words(`
      wav2vec2 hubert wavlm unispeech unispeech-sat data2vec-audio sew
    `),
    normalizer: 'layer',
    placement: byFlag('do_stable_layer_norm', false, 'pre', 'post'),
  },
  {
    types: words(`
      bart trocr marian bert roberta xlm-roberta camembert electra layoutlm longformer distilbert albert deberta deberta-v2
      xlnet nomic_bert rembert mpnet ernie nezha convbert layoutlmv2 layoutlmv3 markuplm squeezebert splinter roformer
      big_bird ibert bert-generation data2vec-text tapas mra visual_bert lxmert led blenderbot-small plbart fsmt xlm detr
      conditional_detr deformable_detr informer autoformer time_series_transformer rt_detr canine lilt bros
    `),
    normalizer: 'layer',
    placement: always('post'),
  },
  { types: ['swinv2'], normalizer: 'layer', placement: always('branch-out') },
  { types: ['beit', 'data2vec-vision'], normalizer: 'layer', placement: layerScaled },
  { types: ['flaubert'], normalizer: 'layer', placement: byFlag('pre_norm', false, 'pre', 'post') },
  { types: ['megatron-bert'], normalizer: 'layer', placement: always('pre') },
  {
    types: ['dinov2', 'dinov2_with_registers', 'dinov3_vit', 'internvl_vision', 'intern_vit_6b'],
    normalizer: 'layer',
    placement: always('layerscale'),
  },
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
  ...alphaFields.map((field) => ({ field, types: [], placement: glm })),
  {
    field: 'placement',
    types: [],
    placement: ({ placement = '' }) => ({ placement, flag: { name: 'placement', value: placement, given: true } }),
  },
];

/** Vision towers, by their own type or that of the model they are part of. */
const towerRows: readonly TypeRow[] = [
  {
    types: words(`
      qwen2_vl qwen3_vl qwen3_vl_moe qwen3_5 qwen3_5_moe qwen3_omni_moe_vision_encoder idefics2 idefics3 smolvlm smolvlm_vision
      llama4_vision_model mllama_vision_model
    `),
    normalizer: 'layer',
    placement: always('pre'),
  },
  {
    types: words('qwen2_5_vl qwen2_5_omni_vision_encoder glm4v glm4v_moe pixtral mistral3'),
    normalizer: 'rms',
    placement: always('pre'),
  },
];

/** `LlamaForCausalLM` says a type as well as `llama` does. */
const plain = (name: string): string =>
  name
    .replace(/(For|Model|LMHead|With).*$/, '')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase();

const typeOf = ({ model_type: type, architectures }: ModelConfigFile): string | undefined => {
  if (type) return type;
  const [first] = architectures ?? [];
  return first && typeRows.flatMap(({ types }) => types).find((known) => plain(known) === plain(first));
};

/** The row of a configuration's type; of a type that has none, the row of a field it has. */
export function typeRow({ config, sense, name }: ConfigPart, parent?: ModelConfigFile): TypeRow | undefined {
  const type = typeOf(config);
  if (sense === 'vision' && name !== '') {
    const tower = towerRows.find(({ types }) => types.includes(type ?? parent?.model_type ?? ''));
    if (tower || type === parent?.model_type) return tower;
  }
  return typeRows.find(({ types }) => types.includes(type ?? '')) ?? fieldRows.find(({ field }) => (config[field] ?? null) !== null);
}

/** What a configuration says: by a flag that it sets, else by what its type does. */
export function readType(part: ConfigPart, parent: ModelConfigFile | undefined, prefix: string): TypeReading | undefined {
  const ofType = typeRow(part, parent)?.placement(part.config);
  return ofType?.flag?.given ? ofType : (fromFlags(part.config, prefix) ?? ofType);
}

/** Names as released checkpoints have them, for those who have no file at hand. */

interface Example {
  readonly id: string;
  readonly modelType?: string;
  /** In each of two blocks; `{i}` is the number of the block. */
  readonly block: readonly string[];
  readonly around: readonly string[];
}

const gatedDecoder = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
];
const inLayers = (names: readonly string[]): string[] => names.map((name) => `model.layers.{i}.${name}.weight`);
const both = (name: string): string[] => [`${name}.weight`, `${name}.bias`];

export const examples = [
  {
    id: 'gemma-2',
    modelType: 'gemma2',
    block: inLayers([
      ...gatedDecoder,
      'input_layernorm',
      'post_attention_layernorm',
      'pre_feedforward_layernorm',
      'post_feedforward_layernorm',
    ]),
    around: ['model.embed_tokens.weight', 'model.norm.weight'],
  },
  {
    id: 'olmo-2',
    modelType: 'olmo2',
    block: inLayers([...gatedDecoder, 'self_attn.q_norm', 'self_attn.k_norm', 'post_attention_layernorm', 'post_feedforward_layernorm']),
    around: ['model.embed_tokens.weight', 'model.norm.weight', 'lm_head.weight'],
  },
  {
    id: 'gpt-neox',
    block: [
      'input_layernorm',
      'post_attention_layernorm',
      'attention.query_key_value',
      'attention.dense',
      'mlp.dense_h_to_4h',
      'mlp.dense_4h_to_h',
    ].flatMap((name) => both(`gpt_neox.layers.{i}.${name}`)),
    around: ['gpt_neox.embed_in.weight', ...both('gpt_neox.final_layer_norm'), 'embed_out.weight'],
  },
  {
    id: 'swin-v2',
    block: [
      'swinv2.encoder.layers.0.blocks.{i}.attention.self.logit_scale',
      ...[
        'attention.self.query',
        'attention.output.dense',
        'layernorm_before',
        'layernorm_after',
        'intermediate.dense',
        'output.dense',
      ].flatMap((name) => both(`swinv2.encoder.layers.0.blocks.{i}.${name}`)),
    ],
    around: ['swinv2.embeddings.patch_embeddings.projection.weight', ...both('swinv2.layernorm')],
  },
] as const satisfies readonly Example[];

export type ExampleId = (typeof examples)[number]['id'];

export const exampleIds = examples.map(({ id }) => id) as [ExampleId, ...ExampleId[]];

/** An index, and the configuration where the example has one. */
export function filesOf(id: ExampleId): File[] {
  const { block, around, modelType } = examples.find((one) => one.id === id) as Example;
  const names = [...around, ...[0, 1].flatMap((i) => block.map((name) => name.replace('{i}', String(i))))];
  const index = { weight_map: Object.fromEntries(names.map((name) => [name, 'model.safetensors'])) };
  const file = (name: string, value: unknown): File => new File([JSON.stringify(value)], name);
  return [
    file('model.safetensors.index.json', index),
    ...(modelType === undefined ? [] : [file('config.json', { model_type: modelType })]),
  ];
}

/** Checkpoints of real families, by the names that their releases have: what is read off them, with and without the configuration. */
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/inspect/inspect.ts';
import { typeRows } from '../../../src/inspect/model-type.ts';
import { patterns } from '../../../src/inspect/pattern.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { blocks, config, index, matrices, norms, type Shapes, safetensors } from './made.ts';

const d = 4;
const gated = matrices('model.layers.{i}.mlp.', ['gate_proj', 'up_proj', 'down_proj']);
const qkvo = matrices('model.layers.{i}.self_attn.', ['q_proj', 'k_proj', 'v_proj', 'o_proj'], [8, d]);

/** model.layers with these norms, and model.norm. */
const decoder = (names: readonly string[], more: Shapes = {}, bias = false): Shapes => ({
  ...matrices('model.', ['embed_tokens']),
  ...blocks(2, { ...norms('model.layers.{i}.', names, d, bias), ...qkvo, ...gated, ...more }),
  ...norms('model.', ['norm'], d, bias),
});

const llama = ['input_layernorm', 'post_attention_layernorm'];

const bert = (leaf: readonly [string, string]): Shapes => {
  const prefix = 'bert.encoder.layer.{i}.';
  const all = ['attention.output.LayerNorm', 'output.LayerNorm'].flatMap((name) =>
    leaf.map((end) => [`${prefix}${name}.${end}`, [d]] as const),
  );
  return {
    'bert.embeddings.LayerNorm.weight': [d],
    'cls.predictions.transform.LayerNorm.weight': [d],
    ...blocks(2, { ...Object.fromEntries(all), ...matrices(prefix, ['attention.self.query', 'attention.output.dense', 'output.dense']) }),
  };
};

const gpt2 = (prefix: string, final: Shapes): Shapes => ({
  ...matrices(prefix, ['wte', 'wpe']),
  ...blocks(2, {
    ...norms(`${prefix}h.{i}.`, ['ln_1', 'ln_2'], d, true),
    ...matrices(`${prefix}h.{i}.`, ['attn.c_attn', 'attn.c_proj', 'mlp.c_fc', 'mlp.c_proj']),
  }),
  ...final,
});

const seq2seq = (stack: string, extra: readonly string[] = []): Shapes =>
  blocks(2, {
    ...norms(`${stack}.layers.{i}.`, ['self_attn_layer_norm', 'final_layer_norm', ...extra], d, true),
    ...matrices(`${stack}.layers.{i}.`, ['self_attn.q_proj', 'self_attn.out_proj', 'fc1', 'fc2']),
  });

const vit = (prefix: string, more: Shapes = {}): Shapes => ({
  ...blocks(2, {
    ...norms(`${prefix}.{i}.`, ['layernorm_before', 'layernorm_after'], d, true),
    ...matrices(`${prefix}.{i}.`, ['attention.attention.query', 'intermediate.dense']),
    ...more,
  }),
});

const swin = (more: Shapes): Shapes => ({
  ...Object.fromEntries(
    [0, 1].flatMap((stage) =>
      Object.entries(
        vit(
          `swin.encoder.layers.${stage}.blocks`,
          Object.fromEntries(Object.entries(more).map(([name, shape]) => [`swin.encoder.layers.${stage}.blocks.{i}.${name}`, shape])),
        ),
      ),
    ),
  ),
  ...norms('swin.encoder.layers.0.downsample.', ['norm'], d, true),
  ...norms('swin.', ['layernorm'], d, true),
});

const t5 = (stack: string, sublayers: number): Shapes => ({
  ...blocks(
    2,
    Object.fromEntries(
      Array.from({ length: sublayers }, (_, i) => [
        [`${stack}.block.{i}.layer.${i}.layer_norm.weight`, [d]] as const,
        [`${stack}.block.{i}.layer.${i}.SelfAttention.q.weight`, [8, d]] as const,
      ]).flat(),
    ),
  ),
  [`${stack}.final_layer_norm.weight`]: [d],
});

interface Case {
  readonly name: string;
  readonly shapes: Shapes;
  /** From the names alone: one placement, or those that cannot be told apart. */
  readonly names: readonly string[];
  readonly normalizer?: string | null;
  readonly config?: Readonly<Record<string, unknown>>;
  /** With the configuration beside them. */
  readonly both?: string | null;
  readonly bothNormalizer?: string;
  readonly attention?: string;
  readonly layers?: number;
}

const cases: readonly Case[] = [
  {
    name: 'GPT-2',
    shapes: gpt2('', norms('', ['ln_f'], d, true)),
    names: ['pre'],
    normalizer: 'layer',
    config: { model_type: 'gpt2', n_layer: 2 },
    both: 'pre',
  },
  {
    name: 'GPT-1: no ln_f',
    shapes: gpt2('transformer.', {}),
    names: ['post'],
    normalizer: 'layer',
    config: { model_type: 'openai-gpt' },
    both: 'post',
  },
  {
    name: 'Llama',
    shapes: decoder(llama),
    names: ['pre'],
    normalizer: 'rms',
    config: { model_type: 'llama', rms_norm_eps: 1e-5 },
    both: 'pre',
  },
  {
    name: 'Gemma 1: the gain is an offset',
    shapes: decoder(llama),
    names: ['pre'],
    config: { model_type: 'gemma' },
    both: 'pre',
    bothNormalizer: 'rms-1p',
  },
  {
    name: 'Qwen3: norms on queries and keys, per head',
    shapes: decoder(llama, norms('model.layers.{i}.self_attn.', ['q_norm', 'k_norm'], 2)),
    names: ['pre'],
    attention: 'qk',
    config: { model_type: 'qwen3' },
    both: 'pre',
  },
  {
    name: 'OLMo 2: norms on queries and keys over all heads',
    shapes: decoder(
      ['post_attention_layernorm', 'post_feedforward_layernorm'],
      norms('model.layers.{i}.self_attn.', ['q_norm', 'k_norm'], 8),
    ),
    names: ['branch-out'],
    normalizer: 'rms',
    attention: 'qk-across-heads',
    config: { model_type: 'olmo2' },
    both: 'branch-out',
  },
  {
    name: 'Gemma 2',
    shapes: decoder([...llama, 'pre_feedforward_layernorm', 'post_feedforward_layernorm']),
    names: ['sandwich'],
    config: { model_type: 'gemma2' },
    both: 'sandwich',
    bothNormalizer: 'rms-1p',
  },
  {
    name: 'Gemma 3, text and vision in one file',
    shapes: decoder(
      [...llama, 'pre_feedforward_layernorm', 'post_feedforward_layernorm'],
      norms('model.layers.{i}.self_attn.', ['q_norm', 'k_norm'], 2),
    ),
    names: ['sandwich'],
    attention: 'qk',
    config: { model_type: 'gemma3', text_config: { model_type: 'gemma3_text' }, vision_config: { model_type: 'siglip_vision_model' } },
    both: 'sandwich',
  },
  {
    name: 'GLM-4',
    shapes: decoder(['input_layernorm', 'post_self_attn_layernorm', 'post_attention_layernorm', 'post_mlp_layernorm']),
    names: ['sandwich'],
    config: { model_type: 'glm4' },
    both: 'sandwich',
  },
  {
    name: 'DeepSeek V3: latent norms, one dense block',
    shapes: {
      ...blocks(2, {
        ...norms('model.layers.{i}.', [...llama, 'self_attn.q_a_layernorm', 'self_attn.kv_a_layernorm'], d),
        ...matrices('model.layers.{i}.self_attn.', ['q_a_proj', 'o_proj']),
      }),
      ...matrices('model.layers.0.mlp.', ['gate_proj', 'up_proj', 'down_proj']),
      ...matrices('model.layers.1.mlp.experts.0.', ['gate_proj', 'up_proj', 'down_proj']),
      ...norms('model.', ['norm'], d),
    },
    names: ['pre'],
    normalizer: 'rms',
    config: { model_type: 'deepseek_v3' },
    both: 'pre',
  },
  {
    name: 'Mixtral or MiniMax: one has the other’s names',
    shapes: {
      ...blocks(2, {
        ...norms('model.layers.{i}.', llama, d),
        ...qkvo,
        ...matrices('model.layers.{i}.block_sparse_moe.', ['gate', 'experts.0.w1']),
      }),
      ...norms('model.', ['norm'], d),
    },
    names: ['pre', 'glm'],
    config: { model_type: 'minimax', full_attn_alpha_factor: 3.5566 },
    both: 'glm',
  },
  {
    name: 'Cohere: one norm, no bias',
    shapes: decoder(['input_layernorm']),
    names: ['parallel'],
    normalizer: 'layer-no-bias',
    config: { model_type: 'cohere', layer_norm_eps: 1e-5 },
    both: 'parallel',
  },
  {
    name: 'Phi-2: parallel, with a bias',
    shapes: {
      ...blocks(2, {
        ...norms('model.layers.{i}.', ['input_layernorm'], d, true),
        ...matrices('model.layers.{i}.', ['self_attn.q_proj', 'self_attn.dense', 'mlp.fc1', 'mlp.fc2']),
      }),
      ...norms('model.', ['final_layernorm'], d, true),
    },
    names: ['parallel'],
    normalizer: 'layer',
    config: { model_type: 'phi' },
    both: 'parallel',
  },
  {
    name: 'GPT-J',
    shapes: {
      ...blocks(2, { ...norms('transformer.h.{i}.', ['ln_1'], d, true), ...matrices('transformer.h.{i}.', ['attn.q_proj', 'mlp.fc_in']) }),
      ...norms('transformer.', ['ln_f'], d, true),
    },
    names: ['parallel'],
    config: { model_type: 'gptj' },
    both: 'parallel',
  },
  {
    name: 'GPT-NeoX: only a flag tells it from two others',
    shapes: {
      ...blocks(2, {
        ...norms('gpt_neox.layers.{i}.', llama, d, true),
        ...matrices('gpt_neox.layers.{i}.', ['attention.query_key_value', 'attention.dense', 'mlp.dense_h_to_4h', 'mlp.dense_4h_to_h']),
      }),
      ...norms('gpt_neox.', ['final_layer_norm'], d, true),
    },
    names: ['parallel-two', 'pre', 'glm'],
    normalizer: 'layer',
    config: { model_type: 'gpt_neox', use_parallel_residual: false },
    both: 'pre',
  },
  {
    name: 'BLOOM: a norm behind the embedding',
    shapes: {
      ...norms('transformer.', ['word_embeddings_layernorm', 'ln_f'], d, true),
      ...blocks(2, {
        ...norms('transformer.h.{i}.', llama, d, true),
        ...matrices('transformer.h.{i}.', ['self_attention.query_key_value', 'mlp.dense_h_to_4h']),
      }),
    },
    names: ['pre'],
    normalizer: 'layer',
    config: { model_type: 'bloom' },
    both: 'pre',
  },
  { name: 'BERT', shapes: bert(['weight', 'bias']), names: ['post'], normalizer: 'layer', config: { model_type: 'bert' }, both: 'post' },
  { name: 'BERT as it was first stored: gamma and beta', shapes: bert(['gamma', 'beta']), names: ['post'], normalizer: 'layer' },
  {
    name: 'OPT',
    shapes: { ...seq2seq('model.decoder'), ...norms('model.decoder.', ['final_layer_norm'], d, true) },
    names: ['pre'],
    config: { model_type: 'opt', do_layer_norm_before: true },
    both: 'pre',
  },
  {
    name: 'OPT-350M: no final norm',
    shapes: { ...seq2seq('model.decoder'), ...matrices('model.decoder.', ['project_in', 'project_out']) },
    names: ['post'],
    config: { model_type: 'opt', do_layer_norm_before: false },
    both: 'post',
  },
  {
    name: 'a contradiction: OPT’s flag against its names',
    shapes: seq2seq('model.decoder'),
    names: ['post'],
    config: { model_type: 'opt', do_layer_norm_before: true },
    both: null,
  },
  {
    name: 'BART',
    shapes: { ...seq2seq('model.encoder'), ...norms('model.encoder.', ['layernorm_embedding'], d, true) },
    names: ['post'],
    config: { model_type: 'bart' },
    both: 'post',
  },
  {
    name: 'mBART: BART’s names and a norm at the end',
    shapes: { ...seq2seq('model.encoder'), ...norms('model.encoder.', ['layernorm_embedding', 'layer_norm'], d, true) },
    names: ['pre'],
    config: { model_type: 'mbart' },
    both: 'pre',
  },
  {
    name: 'ViT',
    shapes: { ...vit('vit.encoder.layer'), ...norms('vit.', ['layernorm'], d, true) },
    names: ['pre'],
    normalizer: 'layer',
    config: { model_type: 'vit' },
    both: 'pre',
  },
  {
    name: 'Swin v1, in stages',
    shapes: swin({ 'attention.self.relative_position_bias_table': [9, 2] }),
    names: ['pre'],
    config: { model_type: 'swin' },
    both: 'pre',
    layers: 4,
  },
  {
    name: 'Swin v2: the norms are called the same',
    shapes: swin({ 'attention.self.logit_scale': [2, 1, 1] }),
    names: ['branch-out'],
    config: { model_type: 'swinv2' },
    both: 'branch-out',
    layers: 4,
  },
  {
    name: 'BEiT',
    shapes: vit('beit.encoder.layer', { 'beit.encoder.layer.{i}.lambda_1': [d], 'beit.encoder.layer.{i}.lambda_2': [d] }),
    names: ['layerscale'],
    config: { model_type: 'beit' },
    both: 'layerscale',
  },
  {
    name: 'DINOv2',
    shapes: {
      ...blocks(2, {
        ...norms('encoder.layer.{i}.', ['norm1', 'norm2'], d, true),
        'encoder.layer.{i}.layer_scale1.lambda1': [d],
        ...matrices('encoder.layer.{i}.', ['attention.attention.query']),
      }),
      ...norms('', ['layernorm'], d, true),
    },
    names: ['layerscale'],
    config: { model_type: 'dinov2' },
    both: 'layerscale',
  },
  {
    name: 'torch.nn.TransformerEncoder: norm_first is stored nowhere',
    shapes: {
      ...blocks(2, {
        ...norms('layers.{i}.', ['norm1', 'norm2'], d, true),
        ...matrices('layers.{i}.', ['self_attn.out_proj', 'linear1', 'linear2']),
      }),
      ...norms('', ['norm'], d, true),
    },
    names: ['post', 'pre'],
  },
  {
    name: 'wav2vec2: the norm before the blocks is no final one',
    shapes: {
      ...blocks(2, {
        ...norms('wav2vec2.encoder.layers.{i}.', ['layer_norm', 'final_layer_norm'], d, true),
        ...matrices('wav2vec2.encoder.layers.{i}.', ['attention.q_proj']),
      }),
      ...norms('wav2vec2.encoder.', ['layer_norm'], d, true),
    },
    names: ['post', 'pre'],
    config: { model_type: 'wav2vec2', do_stable_layer_norm: true },
    both: 'pre',
  },
  {
    name: 'Chameleon: swin_norm decides',
    shapes: decoder(llama, norms('model.layers.{i}.self_attn.', ['q_norm', 'k_norm'], 2, true)),
    names: ['pre', 'branch-out'],
    attention: 'qk',
    config: { model_type: 'chameleon', swin_norm: true },
    both: 'branch-out',
  },
  {
    name: 'BitNet',
    shapes: decoder([...llama, 'self_attn.attn_sub_norm', 'mlp.ffn_sub_norm']),
    names: ['sub-ln'],
    config: { model_type: 'bitnet' },
    both: 'sub-ln',
  },
  {
    name: 'OLMo 1: norms without parameters',
    shapes: decoder([]),
    names: ['pre', 'none'],
    normalizer: null,
    config: { model_type: 'olmo' },
    both: 'pre',
    bothNormalizer: 'layer-plain',
  },
  {
    name: 'ModernBERT: the first block has one norm less',
    shapes: {
      ...blocks(2, { 'layers.{i}.mlp_norm.weight': [d], ...matrices('layers.{i}.', ['attn.Wqkv', 'mlp.Wi']) }),
      'layers.1.attn_norm.weight': [d],
      'final_norm.weight': [d],
      'embeddings.norm.weight': [d],
    },
    names: ['pre'],
    normalizer: 'layer-no-bias',
    config: { model_type: 'modernbert' },
    both: 'pre',
  },
  {
    name: 'Llama names of an unknown type with hyper-connections',
    shapes: decoder(llama),
    names: ['pre'],
    config: { model_type: 'new', hc_mult: 4 },
    both: null,
  },
  {
    name: 'norms that nobody has seen',
    shapes: decoder(['alpha_norm', 'omega_norm']),
    names: [],
    config: { model_type: 'llama' },
    both: null,
  },
];

describe.each(cases)('$name', ({ shapes, names, normalizer, config: given, both, bothNormalizer, attention, layers = 2 }) => {
  it('by its names', async () => {
    const { stacks } = await inspect([safetensors(shapes)]);
    expect(stacks).toHaveLength(1);
    const [stack] = stacks;
    expect([...(stack?.candidates ?? [])].map(({ placement }) => placement).sort()).toEqual([...names].sort());
    expect(stack?.placement).toBe(names.length === 1 ? names[0] : null);
    expect(stack?.confidence).toBe(names.length === 1 ? 'medium' : 'undecided');
    expect(stack?.nLayers).toBe(layers);
    if (normalizer !== undefined) expect(stack?.normalizer).toBe(normalizer);
    expect(stack?.attentionNorm).toBe(attention ?? null);
    expect(stack?.evidence.length).toBeGreaterThan(0);
  });

  it.runIf(given)('with its configuration', async () => {
    const { stacks, modelType } = await inspect([config(given), safetensors(shapes)]);
    expect(modelType).toBe(given?.model_type);
    expect(stacks[0]?.placement).toBe(both);
    expect(stacks[0]?.confidence).toBe(both === null ? 'undecided' : 'high');
    if (bothNormalizer) expect(stacks[0]?.normalizer).toBe(bothNormalizer);
    if (both === null)
      expect(stacks[0]?.caveats.some(({ key }) => key === 'inspect.caveat.conflict' || key === 'inspect.caveat.unknownNames')).toBe(true);
  });

  it('by its index, which has no shapes', async () => {
    const { stacks } = await inspect([index(Object.keys(shapes))]);
    const expected = (await inspect([safetensors(shapes)])).stacks;
    expect(stacks.map(({ candidates }) => candidates)).toEqual(expected.map(({ candidates }) => candidates));
    // Whether a norm on queries is over one head or all of them is in its width alone.
    expect(stacks[0]?.attentionNorm).toBe(attention ? 'qk-unknown-span' : null);
  });
});

it('reads two stacks of an encoder-decoder apart, cross-attention and all', async () => {
  const { stacks } = await inspect([
    safetensors({ 'shared.weight': [2, 2], ...t5('encoder', 2), ...t5('decoder', 3) }),
    config({ model_type: 't5' }),
  ]);
  expect(stacks.map(({ prefix, placement, normalizer, confidence }) => [prefix, placement, normalizer, confidence])).toEqual([
    ['decoder.block', 'pre', 'rms', 'high'],
    ['encoder.block', 'pre', 'rms', 'high'],
  ]);
});

it('gives the vision tower and the language model of one file each its own part of the configuration', async () => {
  const tower = 'vision_tower.vision_model.encoder.layers.{i}.';
  const { stacks } = await inspect([
    config({ model_type: 'gemma3', text_config: { model_type: 'gemma3_text' }, vision_config: { model_type: 'siglip_vision_model' } }),
    safetensors({
      ...decoder([...llama, 'pre_feedforward_layernorm', 'post_feedforward_layernorm']),
      ...blocks(2, { ...norms(tower, ['layer_norm1', 'layer_norm2'], d, true), ...matrices(tower, ['self_attn.q_proj']) }),
      ...norms('vision_tower.vision_model.', ['post_layernorm'], d, true),
    }),
  ]);
  expect(stacks.map(({ prefix, placement, confidence }) => [prefix.split('.')[0], placement, confidence])).toEqual([
    ['model', 'sandwich', 'high'],
    ['vision_tower', 'pre', 'high'],
  ]);
});

it('of one part of several, a norm that is not there says nothing', async () => {
  const shapes = gpt2('', {});
  const alone = await inspect([safetensors(shapes, 'model-00001-of-00002.safetensors')]);
  expect(alone.stacks[0]?.placement).toBeNull();
  expect(alone.stacks[0]?.candidates.map(({ placement }) => placement).sort()).toEqual(['post', 'pre']);
  expect(alone.caveats.map(({ key }) => key)).toContain('inspect.caveat.parts');
  const both = await inspect([
    safetensors(shapes, 'model-00001-of-00002.safetensors'),
    safetensors(norms('', ['ln_f'], d, true), 'model-00002-of-00002.safetensors'),
  ]);
  expect(both.stacks[0]?.placement).toBe('pre');
});

it('a configuration alone is read too, and says that it is alone', async () => {
  const { stacks } = await inspect([config({ model_type: 'gpt_neox', num_hidden_layers: 6, hidden_size: 512 })]);
  expect(stacks[0]).toMatchObject({ placement: 'parallel-two', confidence: 'medium', nLayers: 6, dModel: 512, normalizer: 'layer' });
  expect(stacks[0]?.evidence.map(({ key }) => key)).toContain('inspect.evidence.flagDefault');
  const unknown = await inspect([config({ model_type: 'martian', num_hidden_layers: 6 })]);
  expect(unknown.stacks[0]).toMatchObject({ placement: null, confidence: 'undecided', candidates: [] });
});

it('names only placements and normalizers that there are', () => {
  const read = [...patterns.flatMap(({ readings }) => readings.map(({ placement }) => placement))];
  const flags = [
    {},
    {
      full_attn_alpha_factor: 2,
      layer_scale_init_value: 0,
      swin_norm: true,
      use_post_norm: false,
      parallel_attn: false,
      use_parallel_residual: true,
      do_layer_norm_before: false,
      do_stable_layer_norm: true,
    },
    { new_decoder_architecture: true },
  ];
  for (const { placement, normalizer } of typeRows) {
    read.push(...flags.flatMap((given) => placement(given)?.placement ?? []));
    if (normalizer) expect(normalizers.ids).toContain(normalizer);
  }
  expect(new Set(read).size).toBeGreaterThan(9);
  for (const id of read) expect(placements.ids).toContain(id);
});

it('has each model type in one row', () => {
  const types = typeRows.flatMap(({ types }) => types);
  expect(new Set(types).size).toBe(types.length);
});

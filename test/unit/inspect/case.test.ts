/** Checkpoints on which an earlier version was wrong or silent: names and configurations as people have them, with what is right. */
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/inspect/inspect.ts';
import { config as configFile, index, spelled } from './made.ts';

/** Blocks, placement (null: undecided), normalizer, and the norm behind the last block where the answer needs it. */
type Answer = readonly [prefix: string, placement: string | null, normalizer?: string | null, final?: string | null];

interface Case {
  readonly names?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly right: readonly Answer[];
}

const wb = '{weight,bias}';
const swiglu = 'model.layers.{0..3}.mlp.{gate_proj,up_proj,down_proj}.weight';
const llamaNorms = 'model.layers.{0..3}.{input_layernorm,post_attention_layernorm}.weight';
const qkvo = 'model.layers.{0..3}.self_attn.{q_proj,k_proj,v_proj,o_proj}.weight';
const timm = [`blocks.{0..1}.norm{1,2}.${wb}`, `blocks.{0..1}.attn.{qkv,proj}.${wb}`, `blocks.{0..1}.mlp.fc{1,2}.${wb}`, `norm.${wb}`];
const bloomNames = [
  `transformer.h.{0..1}.{input_layernorm,post_attention_layernorm,self_attention.query_key_value,self_attention.dense}.${wb}`,
  `transformer.h.{0..1}.mlp.dense_{h_to_4h,4h_to_h}.${wb}`,
  `transformer.{ln_f,word_embeddings_layernorm}.${wb}`,
];
const bloomConfig = { model_type: 'bloom', apply_residual_connection_post_layernorm: true, n_layer: 2, layer_norm_epsilon: 1e-5 };
const torchHalf = (half: string, norms: string, attentions: string): string[] => [
  `transformer.${half}.layers.{0..5}.linear{1,2}.${wb}`,
  `transformer.${half}.layers.{0..5}.norm${norms}.${wb}`,
  `transformer.${half}.layers.{0..5}.${attentions}.{out_proj.weight,out_proj.bias,in_proj_weight,in_proj_bias}`,
];
const moe = (first: number, last: number): string[] => [
  `model.layers.{${first}..${last}}.mlp.{experts.{0,1},shared_experts}.{gate_proj,up_proj,down_proj}.weight`,
  `model.layers.{${first}..${last}}.mlp.gate.{weight,e_score_correction_bias}`,
];
const mtp = (layer: number): string[] => [
  `model.layers.${layer}.{embed_tokens,enorm,hnorm,eh_proj,shared_head.norm,shared_head.head}.weight`,
];

const cases: Readonly<Record<string, Case>> = {
  'the least of a ViT': {
    names: [`blocks.0.norm{1,2}.${wb}`, `blocks.0.attn.qkv.${wb}`, `blocks.0.mlp.fc1.${wb}`, `norm.${wb}`],
    right: [['blocks', 'pre', 'layer', 'norm']],
  },
  'the least of a ViT, queries apart': {
    names: [`blocks.0.norm{1,2}.${wb}`, `blocks.0.attn.q.${wb}`, `blocks.0.mlp.fc1.${wb}`, `norm.${wb}`],
    right: [['blocks', 'pre', 'layer', 'norm']],
  },
  'ViT of timm': {
    names: [...timm, `patch_embed.proj.${wb}`, 'cls_token', 'pos_embed', `head.${wb}`],
    right: [['blocks', 'pre', 'layer']],
  },
  'DINOv2 as its authors store it': {
    names: [...timm, 'blocks.{0..1}.ls{1,2}.gamma', 'cls_token', 'mask_token'],
    right: [['blocks', 'layerscale', 'layer', 'norm']],
  },
  'Whisper as OpenAI stores it, the least': {
    names: [`encoder.blocks.0.{attn_ln,mlp_ln,attn.query,attn.out}.${wb}`, `encoder.ln_post.${wb}`],
    right: [['encoder.blocks', 'pre', 'layer', 'encoder.ln_post']],
  },
  'Qwen2-VL: vision blocks end in the merger': {
    names: [
      `visual.blocks.0.norm{1,2}.${wb}`,
      `visual.blocks.0.attn.qkv.${wb}`,
      'model.layers.0.{input_layernorm,post_attention_layernorm,self_attn.q_proj,mlp.down_proj}.weight',
      'model.norm.weight',
    ],
    right: [
      ['visual.blocks', 'pre', 'layer', null],
      ['model.layers', 'pre', 'rms', 'model.norm'],
    ],
  },
  'Informer: norms on the sums, and one at the end': {
    names: [
      `encoder.attn_layers.{0,1}.{norm1,norm2,conv1,conv2}.${wb}`,
      `encoder.attn_layers.{0,1}.attention.{query,key,value,out}_projection.${wb}`,
      `encoder.norm.${wb}`,
    ],
    right: [['encoder.attn_layers', 'post', 'layer', 'encoder.norm']],
  },
  'ChatGLM2: the type of ChatGLM, another architecture': {
    config: {
      model_type: 'chatglm',
      rmsnorm: true,
      apply_residual_connection_post_layernorm: false,
      num_layers: 28,
      post_layer_norm: true,
    },
    right: [['', 'pre', 'rms']],
  },
  'ChatGLM: the norm before the fork, and a factor': {
    config: { model_type: 'chatglm', architectures: ['ChatGLMModel'], num_layers: 4, layernorm_epsilon: 1e-5, position_encoding_2d: true },
    names: [
      `transformer.layers.{0..3}.{input_layernorm,post_attention_layernorm,attention.query_key_value,attention.dense}.${wb}`,
      `transformer.layers.{0..3}.mlp.dense_{h_to_4h,4h_to_h}.${wb}`,
      `transformer.final_layernorm.${wb}`,
    ],
    right: [['transformer.layers', 'glm', 'layer']],
  },
  'BARThez: its flag against what BART does': {
    config: { model_type: 'bart', normalize_before: true, add_final_layer_norm: true, d_model: 768, num_hidden_layers: 6 },
    right: [['', 'pre', 'layer']],
  },
  'BLOOM with the identity behind the norm': { config: bloomConfig, right: [['', 'custom', 'layer']] },
  'BLOOM with the identity behind the norm, with names': {
    config: bloomConfig,
    names: bloomNames,
    right: [['transformer.h', 'custom', 'layer']],
  },
  'Qwen3.5: two parts, each with its own normalizer': {
    config: {
      model_type: 'qwen3_5',
      text_config: { model_type: 'qwen3_5_text', num_hidden_layers: 32, hidden_size: 4096, rms_norm_eps: 1e-6 },
      vision_config: { model_type: 'qwen3_5', depth: 27, hidden_size: 1152 },
    },
    right: [
      ['text_config', 'pre', 'rms-1p'],
      ['vision_config', 'pre', 'layer'],
    ],
  },
  'Megatron-Core: norms fused to the matrices behind them': {
    names: [
      `decoder.layers.{0..3}.{self_attention.linear_qkv,mlp.linear_fc1}.{layer_norm_weight,layer_norm_bias,weight,bias}`,
      `decoder.layers.{0..3}.{self_attention.linear_proj,mlp.linear_fc2}.${wb}`,
      `decoder.final_layernorm.${wb}`,
    ],
    right: [['decoder.layers', 'pre', 'layer', 'decoder.final_layernorm']],
  },
  'the least of Megatron-Core': {
    names: ['decoder.layers.0.{self_attention.linear_qkv,mlp.linear_fc1}.{layer_norm_weight,weight}', 'decoder.final_layernorm.weight'],
    right: [['decoder.layers', 'pre', null]],
  },
  'the Annotated Transformer': {
    names: [
      'encoder.layers.{0..1}.sublayer.{0,1}.norm.{a_2,b_2}',
      'decoder.layers.{0..1}.sublayer.{0,1,2}.norm.{a_2,b_2}',
      '{encoder,decoder}.norm.{a_2,b_2}',
      `{encoder,decoder}.layers.{0..1}.self_attn.linears.{0..3}.${wb}`,
      `{encoder,decoder}.layers.{0..1}.feed_forward.w_{1,2}.${wb}`,
      `decoder.layers.{0..1}.src_attn.linears.{0..3}.${wb}`,
    ],
    right: [
      ['decoder.layers', 'pre', 'layer', 'decoder.norm'],
      ['encoder.layers', 'pre', 'layer', 'encoder.norm'],
    ],
  },
  'the least of the Annotated Transformer': {
    names: ['encoder.layers.0.sublayer.{0,1}.norm.{a_2,b_2}', 'encoder.layers.0.self_attn.linears.0.weight', 'encoder.norm.a_2'],
    right: [['encoder.layers', 'pre', 'layer']],
  },
  'names of this program in an index: Post-Norm with a final norm': {
    names: [
      `layers.{0,1}.{attn.qkv,attn.out,attn.exit_norm,ffn.fc1,ffn.fc2,ffn.exit_norm}.${wb}`,
      `final_norm.${wb}`,
      '{token_embedding,position_embedding,head}.weight',
    ],
    right: [['layers', 'post', 'layer', 'final_norm']],
  },
  'Molmo-7B-O: norm_after': {
    config: { model_type: 'molmo', norm_after: true, layer_norm_type: 'rms', num_hidden_layers: 2, attention_layer_norm: true },
    names: [
      'model.transformer.blocks.{0,1}.{attn_norm,ff_norm,attn_out,ff_out,ff_proj,att_proj,q_norm,k_norm}.weight',
      'model.transformer.ln_f.weight',
    ],
    right: [['model.transformer.blocks', 'branch-out', 'rms']],
  },
  'T5X: names of Flax': {
    names: [
      'target.decoder.layers_{0..3}.pre_{self_attention,mlp}_layer_norm.scale',
      'target.decoder.layers_{0..3}.{self_attention.query,self_attention.out,mlp.wi,mlp.wo}.kernel',
      'target.decoder.decoder_norm.scale',
    ],
    right: [['target.decoder.layers', 'pre', null, 'target.decoder.decoder_norm']],
  },
  'x-transformers: sublayers in turn': {
    names: [
      'attn_layers.layers.{0..7}.0.0.gamma',
      'attn_layers.layers.{0,2,4,6}.1.to_{q,k,v,out}.weight',
      'attn_layers.layers.{1,3,5,7}.1.ff.{0.0,2}.weight',
      'attn_layers.final_norm.gamma',
    ],
    right: [['attn_layers.layers', 'pre', null, 'attn_layers.final_norm']],
  },
  'RWKV-4': {
    config: { model_type: 'rwkv', num_hidden_layers: 2, layer_norm_epsilon: 1e-5 },
    names: [
      `blocks.{0,1}.ln{1,2}.${wb}`,
      `blocks.0.ln0.${wb}`,
      'blocks.{0,1}.att.{key,value,receptance,output}.weight',
      'blocks.{0,1}.ffn.{key,value}.weight',
      `ln_out.${wb}`,
    ],
    right: [['blocks', 'pre', 'layer', 'ln_out']],
  },
  'DeepSeek V3 with a block for multi-token prediction': {
    config: { model_type: 'deepseek_v3', num_hidden_layers: 6, num_nextn_predict_layers: 1, rms_norm_eps: 1e-6 },
    names: [
      'model.layers.{0..6}.self_attn.{q_a_proj,q_a_layernorm,q_b_proj,kv_a_proj_with_mqa,kv_a_layernorm,kv_b_proj,o_proj}.weight',
      'model.layers.{0..6}.{input_layernorm,post_attention_layernorm}.weight',
      'model.layers.{0..2}.mlp.{gate_proj,up_proj,down_proj}.weight',
      ...moe(3, 6),
      ...mtp(6),
      'model.norm.weight',
    ],
    right: [['model.layers', 'pre', 'rms']],
  },
  'GLM-4.5 with a block for multi-token prediction': {
    config: { model_type: 'glm4_moe', num_hidden_layers: 6, num_nextn_predict_layers: 1, use_qk_norm: false, rms_norm_eps: 1e-6 },
    names: [
      'model.layers.{0..6}.{self_attn.{q_proj,k_proj,v_proj,o_proj},input_layernorm,post_attention_layernorm}.weight',
      ...moe(0, 6),
      ...mtp(6),
      'model.norm.weight',
    ],
    right: [['model.layers', 'pre', 'rms']],
  },
  'Gemma 4: its gain starts at 1': {
    config: { model_type: 'gemma4_text', architectures: ['Gemma4ForCausalLM'], num_hidden_layers: 4, rms_norm_eps: 1e-6 },
    names: [
      qkvo,
      swiglu,
      'model.layers.{0..3}.self_attn.{q_norm,k_norm}.weight',
      'model.layers.{0..3}.{input,post_attention,pre_feedforward,post_feedforward}_layernorm.weight',
      'model.layers.{0..3}.layer_scalar',
      'model.norm.weight',
    ],
    right: [['model.layers', 'sandwich', 'rms']],
  },
  'MiniMax by its factors': {
    config: { model_type: 'minimax', full_attn_alpha_factor: 3.55, full_attn_beta_factor: 1, num_hidden_layers: 4, rms_norm_eps: 1e-6 },
    names: [qkvo, llamaNorms, 'model.layers.{0..3}.block_sparse_moe.{gate,experts.{0,1}.w{1,2,3}}.weight', 'model.norm.weight'],
    right: [['model.layers', 'glm', 'rms']],
  },
  'MiniMax by the factors of its published files': {
    config: {
      model_type: 'minimax_m1',
      layernorm_full_attention_alpha: 3.5565588200778455,
      layernorm_linear_attention_alpha: 3.5565588200778455,
      layernorm_mlp_alpha: 3.5565588200778455,
      postnorm: true,
      rms_norm_eps: 1e-5,
    },
    names: [qkvo, llamaNorms, 'model.layers.{0..3}.block_sparse_moe.{gate,experts.{0,1}.w{1,2,3}}.weight', 'model.norm.weight'],
    right: [['model.layers', 'glm', 'rms']],
  },
  'OLMo Hybrid: two kinds of blocks': {
    config: { model_type: 'olmo_hybrid', num_hidden_layers: 4, rms_norm_eps: 1e-6 },
    names: [
      swiglu,
      'model.layers.{0..2}.linear_attn.{q_proj,k_proj,v_proj,a_proj,b_proj,g_proj,o_proj,o_norm,q_conv1d,k_conv1d,v_conv1d}.weight',
      'model.layers.{0..2}.linear_attn.{A_log,dt_bias}',
      'model.layers.{0..2}.input_layernorm.weight',
      'model.layers.{0..3}.post_attention_layernorm.weight',
      'model.layers.3.self_attn.{q_proj,k_proj,v_proj,o_proj,q_norm,k_norm}.weight',
      'model.layers.3.post_feedforward_layernorm.weight',
      'model.norm.weight',
    ],
    right: [
      ['model.layers', 'pre', 'rms'],
      ['model.layers', 'branch-out', 'rms'],
    ],
  },
  'DETR as its authors store it: the encoder ends bare': {
    names: [
      ...torchHalf('encoder', '{1,2}', 'self_attn'),
      ...torchHalf('decoder', '{1,2,3}', '{self_attn,multihead_attn}'),
      `transformer.decoder.norm.${wb}`,
    ],
    right: [
      ['transformer.decoder.layers', 'post', 'layer', 'transformer.decoder.norm'],
      ['transformer.encoder.layers', 'post', 'layer', null],
    ],
  },
  'nn.Transformer: norm_first is stored nowhere': {
    names: [
      ...torchHalf('encoder', '{1,2}', 'self_attn'),
      ...torchHalf('decoder', '{1,2,3}', '{self_attn,multihead_attn}'),
      `transformer.{encoder,decoder}.norm.${wb}`,
    ],
    right: [
      ['transformer.decoder.layers', null],
      ['transformer.encoder.layers', null],
    ],
  },
  'nn.Transformer with norm_first beside it': {
    config: { norm_first: false },
    names: [...torchHalf('encoder', '{1,2}', 'self_attn'), `transformer.encoder.norm.${wb}`],
    right: [['transformer.encoder.layers', 'post', 'layer', 'transformer.encoder.norm']],
  },
  'towers in a list, beside a language model': {
    names: [
      llamaNorms,
      qkvo,
      swiglu,
      'model.norm.weight',
      `model.vision_tower.towers.1.encoder.layers.{0..2}.{layer_norm1,layer_norm2,self_attn.q_proj,mlp.fc1,mlp.fc2}.${wb}`,
      `model.vision_tower.towers.1.post_layernorm.${wb}`,
      `model.vision_tower.towers.0.stages.{0,1}.blocks.{0,1}.{norm,mlp.fc1,mlp.fc2}.${wb}`,
    ],
    right: [
      ['model.layers', 'pre', 'rms', 'model.norm'],
      ['model.vision_tower.towers.1.encoder.layers', 'pre', 'layer', 'model.vision_tower.towers.1.post_layernorm'],
    ],
  },
};

describe('is right on', () => {
  it.each(Object.entries(cases))('%s', async (_, { names, config, right }) => {
    const { stacks } = await inspect([...(config ? [configFile(config)] : []), ...(names ? [index(names.flatMap(spelled))] : [])]);
    const order = (all: readonly Answer[]) => [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const found = stacks.map((stack): Answer => {
      const asked = right.find(([prefix, placement]) => prefix === stack.prefix && placement === stack.placement)?.length ?? 4;
      return [stack.prefix, stack.placement, stack.normalizer, stack.finalNorm].slice(0, asked) as unknown as Answer;
    });
    expect(order(found)).toEqual(order(right));
    // What is undecided says between what, and what would decide it.
    for (const { placement, candidates, caveats } of stacks.filter((stack) => stack.placement === null)) {
      expect(placement).toBeNull();
      expect(candidates.length).toBeGreaterThan(1);
      expect(caveats.map(({ key }) => key)).toContain('inspect.caveat.decidedBy');
    }
  });
});

/** Names of public checkpoints of many hands, each as its own code writes them (the file that says so is named); what names cannot tell is undecided. */
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/inspect/inspect.ts';
import { config as configFile, index, spelled } from './made.ts';

/** Of each stack: its blocks, its placement, or the placements between which names leave it open. */
type Right = Readonly<Record<string, string | readonly string[]>>;

interface Case {
  readonly names: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly right: Right;
}

const wb = '{weight,bias}';

const cases: Readonly<Record<string, Case>> = {
  'torchvision vit_b_16': {
    names: [
      'class_token',
      `conv_proj.${wb}`,
      'encoder.pos_embedding',
      `encoder.layers.encoder_layer_{0..2}.{ln_1,ln_2,self_attention.out_proj,mlp.linear_1,mlp.linear_2}.${wb}`,
      'encoder.layers.encoder_layer_{0..2}.self_attention.in_proj_{weight,bias}',
      `encoder.ln.${wb}`,
      `heads.head.${wb}`,
    ],
    right: { 'encoder.layers.encoder_layer': 'pre' },
  },
  'torchvision swin_t': {
    names: [
      `features.0.{0,2}.${wb}`,
      `features.{1,3}.{0,1}.{norm1,norm2,attn.qkv,attn.proj,mlp.0,mlp.3}.${wb}`,
      'features.{1,3}.{0,1}.attn.relative_position_{bias_table,index}',
      `features.2.{norm.weight,norm.bias,reduction.weight}`,
      `norm.${wb}`,
    ],
    right: { 'features.*': 'pre' },
  },
  'torchvision swin_v2_t': {
    names: [
      `features.{1,3}.{0,1}.{norm1,norm2,attn.qkv,attn.proj,mlp.0,mlp.3}.${wb}`,
      'features.{1,3}.{0,1}.attn.{logit_scale,relative_coords_table}',
      `features.{1,3}.{0,1}.attn.cpb_mlp.0.${wb}`,
      `norm.${wb}`,
    ],
    right: { 'features.*': 'branch-out' },
  },
  'timm swin_base': {
    names: [
      `patch_embed.{proj,norm}.${wb}`,
      `layers.{0,1}.blocks.{0,1}.{norm1,norm2,attn.qkv,attn.proj,mlp.fc1,mlp.fc2}.${wb}`,
      `layers.1.downsample.norm.${wb}`,
      `norm.${wb}`,
    ],
    right: { 'layers.*.blocks': 'pre' },
  },
  'timm beit_base': {
    names: [
      `blocks.{0..2}.{norm1,norm2,attn.proj,mlp.fc1,mlp.fc2}.${wb}`,
      'blocks.{0..2}.{gamma_1,gamma_2,attn.q_bias,attn.v_bias,attn.qkv.weight}',
      `fc_norm.${wb}`,
    ],
    right: { blocks: 'layerscale' },
  },
  'InternViT beside InternLM2': {
    config: {
      model_type: 'internvl_chat',
      llm_config: { model_type: 'internlm2', num_hidden_layers: 3 },
      vision_config: { model_type: 'intern_vit_6b' },
    },
    names: [
      'vision_model.encoder.layers.{0..2}.{ls1,ls2}',
      `vision_model.encoder.layers.{0..2}.{norm1,norm2,attn.qkv,attn.proj,mlp.fc1,mlp.fc2}.${wb}`,
      'language_model.model.layers.{0..2}.{attention_norm,ffn_norm,attention.wqkv,attention.wo,feed_forward.w1,feed_forward.w2}.weight',
      'language_model.model.norm.weight',
    ],
    right: { 'vision_model.encoder.layers': 'layerscale', 'language_model.model.layers': 'pre' },
  },
  'GPT-2 as OpenAI stores it': {
    names: [
      'model/h{0..2}/{ln_1,ln_2}/{g,b}',
      'model/h{0..2}/{attn/c_attn,attn/c_proj,mlp/c_fc,mlp/c_proj}/{w,b}',
      'model/ln_f/{g,b}',
      'model/wte',
    ],
    right: { 'model.h': 'pre' },
  },
  'CLIP as OpenAI stores it': {
    names: [
      `visual.{ln_pre,ln_post}.${wb}`,
      `visual.transformer.resblocks.{0..2}.{ln_1,ln_2,mlp.c_fc,mlp.c_proj,attn.out_proj}.${wb}`,
      'visual.transformer.resblocks.{0..2}.attn.in_proj_{weight,bias}',
      `transformer.resblocks.{0,1}.{ln_1,ln_2,mlp.c_fc,mlp.c_proj,attn.out_proj}.${wb}`,
      'transformer.resblocks.{0,1}.attn.in_proj_{weight,bias}',
      `ln_final.${wb}`,
    ],
    right: { 'visual.transformer.resblocks': 'pre', 'transformer.resblocks': 'pre' },
  },
  'Whisper as OpenAI stores it': {
    names: [
      `encoder.blocks.{0..2}.{attn_ln,mlp_ln,attn.query,attn.value,attn.out,mlp.0,mlp.2}.${wb}`,
      `decoder.blocks.{0..2}.{attn_ln,cross_attn_ln,mlp_ln,attn.query,attn.out,cross_attn.query,cross_attn.out,mlp.0,mlp.2}.${wb}`,
      `{encoder.ln_post,decoder.ln}.${wb}`,
    ],
    right: { 'encoder.blocks': 'pre', 'decoder.blocks': 'pre' },
  },
  'Falcon-7B': {
    names: [
      `transformer.h.{0..2}.input_layernorm.${wb}`,
      'transformer.h.{0..2}.{self_attention.query_key_value,self_attention.dense,mlp.dense_h_to_4h,mlp.dense_4h_to_h}.weight',
      `transformer.ln_f.${wb}`,
    ],
    right: { 'transformer.h': 'parallel' },
  },
  'Nemotron-4': {
    config: { model_type: 'nemotron', num_hidden_layers: 3, norm_eps: 1e-5 },
    names: [
      `model.layers.{0..2}.{input_layernorm,post_attention_layernorm}.${wb}`,
      'model.layers.{0..2}.{self_attn.q_proj,self_attn.k_proj,self_attn.v_proj,self_attn.o_proj,mlp.up_proj,mlp.down_proj}.weight',
      `model.norm.${wb}`,
    ],
    right: { 'model.layers': 'pre' },
  },
  Jamba: {
    names: [
      'model.layers.{0..7}.{input_layernorm,pre_ff_layernorm}.weight',
      'model.layers.{0,1,2,3,5,6,7}.mamba.{in_proj,out_proj,x_proj,dt_layernorm,b_layernorm,c_layernorm}.weight',
      'model.layers.4.self_attn.{q_proj,k_proj,v_proj,o_proj}.weight',
      'model.layers.{0,2,4,6}.feed_forward.{gate_proj,up_proj,down_proj}.weight',
      'model.layers.{1,3,5,7}.feed_forward.{router,experts.{0,1}.up_proj}.weight',
      'model.final_layernorm.weight',
    ],
    right: { 'model.layers': 'pre' },
  },
  'Nemotron-H: one branch a block': {
    names: [
      'backbone.layers.{0..5}.norm.weight',
      'backbone.layers.{0,2,4}.mixer.{in_proj,out_proj,norm,conv1d}.weight',
      'backbone.layers.{1,5}.mixer.{up_proj,down_proj}.weight',
      'backbone.layers.3.mixer.{q_proj,k_proj,v_proj,o_proj}.weight',
      'backbone.norm_f.weight',
    ],
    right: { 'backbone.layers': 'pre' },
  },
  'Qwen3-Next with a block for multi-token prediction of its own': {
    config: { model_type: 'qwen3_next', num_hidden_layers: 4, rms_norm_eps: 1e-6 },
    names: [
      'model.layers.{0..3}.{input_layernorm,post_attention_layernorm,mlp.gate,mlp.experts.0.up_proj,mlp.shared_expert.up_proj}.weight',
      'model.layers.{0..2}.linear_attn.{in_proj_qkvz,in_proj_ba,out_proj,norm,conv1d}.weight',
      'model.layers.3.self_attn.{q_proj,k_proj,v_proj,o_proj,q_norm,k_norm}.weight',
      'model.norm.weight',
      'mtp.layers.0.{input_layernorm,post_attention_layernorm,self_attn.q_proj,self_attn.q_norm,mlp.gate,mlp.experts.0.up_proj}.weight',
      'mtp.{norm,pre_fc_norm_embedding,pre_fc_norm_hidden,fc}.weight',
    ],
    right: { 'model.layers': 'pre', 'mtp.layers': 'pre' },
  },
  RecurrentGemma: {
    names: [
      'model.layers.{0..2}.{temporal_pre_norm,channel_pre_norm}.weight',
      `model.layers.{0,1}.temporal_block.{linear_x,linear_y,linear_out,conv_1d}.${wb}`,
      'model.layers.2.temporal_block.{q_proj,k_proj,v_proj,o_proj}.weight',
      `model.layers.{0..2}.mlp_block.{gate_proj,up_proj,down_proj}.${wb}`,
      'model.final_norm.weight',
    ],
    right: { 'model.layers': 'pre' },
  },
  'Megatron-LM, classic': {
    names: [
      `model.language_model.transformer.layers.{0..2}.{input_layernorm,post_attention_layernorm,attention.query_key_value,attention.dense,mlp.dense_h_to_4h,mlp.dense_4h_to_h}.${wb}`,
      `model.language_model.transformer.final_layernorm.${wb}`,
      'model.language_model.embedding.word_embeddings.weight',
    ],
    right: { 'model.language_model.transformer.layers': 'pre' },
  },
  'Megatron-Core, experts and norms on queries': {
    names: [
      'decoder.layers.{0..2}.self_attention.{linear_qkv.layer_norm_weight,linear_qkv.weight,linear_proj.weight,q_layernorm.weight,k_layernorm.weight}',
      'decoder.layers.{0..2}.{pre_mlp_layernorm.weight,mlp.router.weight,mlp.experts.linear_fc1.weight0,mlp.experts.linear_fc2.weight0}',
      'decoder.final_layernorm.weight',
    ],
    right: { 'decoder.layers': 'pre' },
  },
  'Megatron-Core, Mamba and attention in turn': {
    names: [
      'decoder.layers.{0,2}.mixer.{in_proj.layer_norm_weight,in_proj.weight,norm.weight,out_proj.weight}',
      'decoder.layers.{1,3,5}.mlp.{linear_fc1.layer_norm_weight,linear_fc1.weight,linear_fc2.weight}',
      'decoder.layers.4.self_attention.{linear_qkv.layer_norm_weight,linear_qkv.weight,linear_proj.weight}',
      'decoder.final_norm.weight',
    ],
    right: { 'decoder.layers': 'pre' },
  },
  'ViT of big_vision (Flax)': {
    names: [
      'Transformer/encoderblock_{0..2}/LayerNorm_{0,2}/{scale,bias}',
      'Transformer/encoderblock_{0..2}/MultiHeadDotProductAttention_1/{query,key,value,out}/{kernel,bias}',
      'Transformer/encoderblock_{0..2}/MlpBlock_3/Dense_{0,1}/{kernel,bias}',
      'Transformer/encoder_norm/{scale,bias}',
    ],
    right: { 'Transformer.encoderblock': 'pre' },
  },
  'T5 as its authors store it': {
    names: [
      'encoder/block_00{0,1,2}/layer_000/{SelfAttention/q,SelfAttention/o,layer_norm/scale}',
      'encoder/block_00{0,1,2}/layer_001/{DenseReluDense/wi/kernel,DenseReluDense/wo/kernel,layer_norm/scale}',
      'encoder/final_layer_norm/scale',
    ],
    right: { 'encoder.block': 'pre' },
  },
  'Gemma 2 as its authors store it (Flax)': {
    names: [
      'transformer/layer_{0..2}/{pre_attention_norm,post_attention_norm,pre_ffw_norm,post_ffw_norm}/scale',
      'transformer/layer_{0..2}/{attn/q_einsum/w,attn/kv_einsum/w,attn/attn_vec_einsum/w,mlp/gating_einsum,mlp/linear}',
      'transformer/final_norm/scale',
    ],
    right: { 'transformer.layer': 'sandwich' },
  },
  'fairseq transformer, Post-Norm': {
    names: [
      `encoder.layers.{0..2}.{self_attn.k_proj,self_attn.q_proj,self_attn.out_proj,self_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `decoder.layers.{0..2}.{self_attn.k_proj,self_attn_layer_norm,encoder_attn.k_proj,encoder_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      '{encoder,decoder}.embed_tokens.weight',
    ],
    right: { 'encoder.layers': 'post', 'decoder.layers': 'post' },
  },
  'ESM-2 (fairseq)': {
    names: [
      `layers.{0..2}.{self_attn.k_proj,self_attn.q_proj,self_attn.out_proj,self_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `emb_layer_norm_after.${wb}`,
    ],
    right: { layers: 'pre' },
  },
  'OpenNMT-py': {
    names: [
      `encoder.transformer.{0..2}.{self_attn.linear_keys,self_attn.linear_query,self_attn.final_linear,layer_norm,feed_forward.w_1,feed_forward.w_2,feed_forward.layer_norm}.${wb}`,
      `decoder.transformer_layers.{0..2}.{self_attn.linear_keys,context_attn.linear_keys,layer_norm_1,layer_norm_2,feed_forward.w_1,feed_forward.layer_norm}.${wb}`,
      `{encoder,decoder}.layer_norm.${wb}`,
    ],
    right: { 'encoder.transformer': 'pre', 'decoder.transformer_layers': 'pre' },
  },
  'RWKV-5, with a norm inside the mixing': {
    names: [
      `blocks.{0..2}.{ln1,ln2,att.ln_x}.${wb}`,
      `blocks.0.ln0.${wb}`,
      'blocks.{0..2}.{att.key,att.value,att.receptance,att.gate,att.output,ffn.key,ffn.receptance,ffn.value}.weight',
      `ln_out.${wb}`,
    ],
    right: { blocks: 'pre' },
  },
  'x-transformers, norms on both sides': {
    names: [
      'attn_layers.layers.{0..5}.0.{0,1}.g',
      'attn_layers.layers.{0,2,4}.1.to_{q,k,v,out}.weight',
      `attn_layers.layers.{1,3,5}.1.ff.{0.0,2}.${wb}`,
      'attn_layers.final_norm.g',
    ],
    right: { 'attn_layers.layers': 'sandwich' },
  },
  'vit-pytorch': {
    names: [
      `transformer.layers.{0..2}.0.norm.${wb}`,
      'transformer.layers.{0..2}.0.to_qkv.weight',
      `transformer.layers.{0..2}.0.to_out.0.${wb}`,
      `transformer.layers.{0..2}.1.net.{0,1,4}.${wb}`,
      `transformer.norm.${wb}`,
    ],
    right: { 'transformer.layers': 'pre' },
  },
  minGPT: {
    names: [`blocks.{0..2}.{ln1,ln2,attn.key,attn.query,attn.value,attn.proj,mlp.0,mlp.2}.${wb}`, `ln_f.${wb}`],
    right: { blocks: 'pre' },
  },
  'Stable Diffusion, the blocks of its U-Net': {
    names: [
      `down_blocks.1.attentions.0.transformer_blocks.{0,1}.{norm1,norm2,norm3,ff.net.0.proj,ff.net.2}.${wb}`,
      'down_blocks.1.attentions.0.transformer_blocks.{0,1}.{attn1,attn2}.{to_q,to_k,to_v}.weight',
      `down_blocks.1.attentions.0.{norm,proj_in,proj_out}.${wb}`,
    ],
    right: { 'down_blocks.1.attentions.*.transformer_blocks': 'pre' },
  },
  'LLaVA: a vision tower beside a language model': {
    names: [
      `model.vision_tower.vision_tower.vision_model.encoder.layers.{0..2}.{layer_norm1,layer_norm2,self_attn.q_proj,self_attn.out_proj,mlp.fc1,mlp.fc2}.${wb}`,
      `model.vision_tower.vision_tower.vision_model.{pre_layrnorm,post_layernorm}.${wb}`,
      'model.layers.{0..4}.{input_layernorm,post_attention_layernorm,self_attn.q_proj,mlp.gate_proj,mlp.up_proj}.weight',
      'model.norm.weight',
    ],
    right: { 'model.vision_tower.vision_tower.vision_model.encoder.layers': 'pre', 'model.layers': 'pre' },
  },
  'DeBERTa-v3: the norm beside the blocks is that of the relative embeddings': {
    names: [
      `deberta.encoder.layer.{0..2}.{attention.self.query_proj,attention.output.dense,attention.output.LayerNorm,intermediate.dense,output.dense,output.LayerNorm}.${wb}`,
      'deberta.encoder.rel_embeddings.weight',
      `deberta.{encoder.LayerNorm,embeddings.LayerNorm}.${wb}`,
    ],
    right: { 'deberta.encoder.layer': 'post' },
  },
  'GTE: Whisper’s names in a model like BERT': {
    names: [
      `encoder.layer.{0..2}.{attn_ln,mlp_ln,attention.qkv_proj,attention.o_proj,mlp.up_gate_proj,mlp.down_proj}.${wb}`,
      `embeddings.LayerNorm.${wb}`,
    ],
    right: { 'encoder.layer': 'post' },
  },
  'Table Transformer: DETR’s names, and a norm at the encoder’s end too': {
    names: [
      `model.encoder.layers.{0..2}.{self_attn.k_proj,self_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `model.decoder.layers.{0..2}.{self_attn.k_proj,self_attn_layer_norm,encoder_attn.k_proj,encoder_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `model.{encoder,decoder}.layernorm.${wb}`,
    ],
    right: { 'model.encoder.layers': ['post', 'pre'], 'model.decoder.layers': ['post', 'pre'] },
  },
  'DETR in transformers': {
    names: [
      `model.encoder.layers.{0..2}.{self_attn.k_proj,self_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `model.decoder.layers.{0..2}.{self_attn.k_proj,self_attn_layer_norm,encoder_attn.k_proj,encoder_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `model.decoder.layernorm.${wb}`,
    ],
    right: { 'model.encoder.layers': 'post', 'model.decoder.layers': 'post' },
  },
  'wav2vec 2.0 (fairseq): one name for a norm before the blocks and one behind them': {
    names: [
      `encoder.layers.{0..2}.{self_attn.k_proj,self_attn.q_proj,self_attn_layer_norm,fc1,fc2,final_layer_norm}.${wb}`,
      `encoder.{pos_conv.0.bias,pos_conv.0.weight_g,pos_conv.0.weight_v,layer_norm.weight,layer_norm.bias}`,
    ],
    right: { 'encoder.layers': ['post', 'pre'] },
  },
  'norms that only count, and none at the end': {
    names: [`blocks.{0..2}.{norm1,norm2,attention.query,attention.proj,ffn.up,ffn.down}.${wb}`, 'embed.weight'],
    right: { blocks: ['post', 'pre'] },
  },
  'BEiT in MMSegmentation: factors on what the branches write': {
    names: [
      `backbone.layers.{0..2}.{ln1,ln2,attn.proj,ffn.layers.0.0,ffn.layers.1}.${wb}`,
      'backbone.layers.{0..2}.{gamma_1,gamma_2,attn.q_bias,attn.v_bias,attn.qkv.weight,attn.relative_position_bias_table}',
    ],
    right: { 'backbone.layers': 'layerscale' },
  },
  'Swin v2 CR: a third norm in some blocks': {
    names: [
      `stages.{0,1}.blocks.{0,1}.{norm1,norm2,attn.qkv,attn.proj,attn.meta_mlp.fc1,mlp.fc1,mlp.fc2}.${wb}`,
      'stages.{0,1}.blocks.{0,1}.attn.logit_scale',
      `stages.1.blocks.1.norm3.${wb}`,
      `stages.1.downsample.norm.${wb}`,
    ],
    right: { 'stages.*.blocks': 'branch-out' },
  },
  'EVA-02: norms inside both branches': {
    names: [
      `blocks.{0..2}.{norm1,norm2,attn.norm,attn.proj,mlp.norm,mlp.fc1_g,mlp.fc1_x,mlp.fc2}.${wb}`,
      'blocks.{0..2}.attn.{q_proj,k_proj,v_proj}.weight',
      `fc_norm.${wb}`,
    ],
    right: { blocks: 'sub-ln' },
  },
  'Megatron-BERT: norms called ln': {
    names: [
      `encoder.layer.{0..2}.{attention.ln,attention.self.query,attention.output.dense,ln,intermediate.dense,output.dense}.${wb}`,
      `encoder.ln.${wb}`,
    ],
    right: { 'encoder.layer': 'pre' },
  },
  'LongT5: a norm inside its global attention': {
    names: [
      'encoder.block.{0..2}.layer.0.TransientGlobalSelfAttention.{q,k,v,o,global_input_layer_norm}.weight',
      'encoder.block.{0..2}.layer.1.DenseReluDense.{wi_0,wi_1,wo}.weight',
      'encoder.block.{0..2}.layer.{0,1}.layer_norm.weight',
      'encoder.final_layer_norm.weight',
    ],
    right: { 'encoder.block': 'pre' },
  },
  'Timer: norms on the sums and one at the end, under names of many Pre-Norm models': {
    names: [
      `model.layers.{0..2}.{norm1,norm2,self_attn.q_proj,self_attn.k_proj,self_attn.v_proj}.${wb}`,
      'model.layers.{0..2}.{self_attn.o_proj,ffn_layer.gate_proj,ffn_layer.up_proj,ffn_layer.down_proj}.weight',
      `model.norm.${wb}`,
    ],
    right: { 'model.layers': ['post', 'pre'] },
  },
  'Mask2Former in MMSegmentation: a list of norms, and one at the end': {
    names: [
      `transformer_decoder.layers.{0..2}.{norms.0,norms.1,norms.2,cross_attn.attn.out_proj,self_attn.attn.out_proj,ffn.layers.0.0,ffn.layers.1}.${wb}`,
      `transformer_decoder.post_norm.${wb}`,
    ],
    right: { 'transformer_decoder.layers': ['post', 'pre'] },
  },
  'Perceiver: norms inside its attention': {
    names: [
      `encoder.self_attends.{0..2}.{attention.self.layernorm1,attention.self.query,attention.self.key,attention.output.dense,layernorm,mlp.dense1,mlp.dense2}.${wb}`,
    ],
    right: { 'encoder.self_attends': [] },
  },
  'a convolutional network that attends to channels': {
    names: ['stages.{0..2}.{conv1,conv2,attn.fc1,attn.fc2}.weight', 'head.fc.weight'],
    right: {},
  },
  'Qwen3.5, all of it': {
    config: {
      model_type: 'qwen3_5',
      text_config: { model_type: 'qwen3_5_text', num_hidden_layers: 4, rms_norm_eps: 1e-6 },
      vision_config: { model_type: 'qwen3_5', depth: 3 },
    },
    names: [
      'model.language_model.layers.{0..3}.{input_layernorm,post_attention_layernorm,mlp.gate_proj,mlp.up_proj,mlp.down_proj}.weight',
      'model.language_model.layers.{0..2}.linear_attn.{in_proj_qkv,out_proj,norm,conv1d}.weight',
      'model.language_model.layers.3.self_attn.{q_proj,k_proj,v_proj,o_proj,q_norm,k_norm}.weight',
      'model.language_model.norm.weight',
      `model.visual.blocks.{0..2}.{norm1,norm2,attn.qkv,attn.proj,mlp.linear_fc1,mlp.linear_fc2}.${wb}`,
      `model.visual.merger.{norm,linear_fc1,linear_fc2}.${wb}`,
      'mtp.layers.0.{input_layernorm,post_attention_layernorm,self_attn.q_proj,mlp.up_proj}.weight',
      'mtp.norm.weight',
    ],
    right: { 'model.language_model.layers': 'pre', 'model.visual.blocks': 'pre', 'mtp.layers': 'pre' },
  },
  'Gemma 3n: norms of its other streams besides': {
    config: { model_type: 'gemma3n', text_config: { model_type: 'gemma3n_text', num_hidden_layers: 3 } },
    names: [
      'model.language_model.layers.{0..2}.{input,post_attention,pre_feedforward,post_feedforward}_layernorm.weight',
      'model.language_model.layers.{0..2}.{post_per_layer_input_norm,altup.router_norm,laurel.post_laurel_norm}.weight',
      'model.language_model.layers.{0..2}.{self_attn.q_proj,self_attn.q_norm,self_attn.k_norm,mlp.up_proj}.weight',
      'model.language_model.norm.weight',
    ],
    right: { 'model.language_model.layers': 'sandwich' },
  },
  'Megatron-Core T5': {
    names: [
      `{encoder,decoder}.layers.{0..2}.{self_attention.linear_qkv,mlp.linear_fc1}.{layer_norm_weight,layer_norm_bias,weight}`,
      `decoder.layers.{0..2}.{pre_cross_attn_layernorm,cross_attention.linear_q,cross_attention.linear_kv}.${wb}`,
      `{encoder,decoder}.final_layernorm.${wb}`,
    ],
    right: { 'encoder.layers': 'pre', 'decoder.layers': 'pre' },
  },
  'BERT as Google stores it (TensorFlow)': {
    names: [
      'bert/encoder/layer_{0..2}/attention/{self/query,self/key,output/dense}/{kernel,bias}',
      'bert/encoder/layer_{0..2}/{attention/output,output}/LayerNorm/{gamma,beta}',
      'bert/encoder/layer_{0..2}/{intermediate,output}/dense/{kernel,bias}',
      'bert/embeddings/LayerNorm/{gamma,beta}',
    ],
    right: { 'bert.encoder.layer': 'post' },
  },
  'x-transformers, norms on the sums': {
    names: [
      'attn_layers.layers.{0..5}.0.2.gamma',
      'attn_layers.layers.{0,2,4}.1.to_{q,k,v,out}.weight',
      'attn_layers.layers.{1,3,5}.1.ff.{0.0,2}.weight',
    ],
    right: { 'attn_layers.layers': 'post' },
  },
  'Arctic: a third branch': {
    names: [
      'model.layers.{0..2}.{input_layernorm,post_attention_layernorm,residual_layernorm,self_attn.q_proj,block_sparse_moe.gate,residual_mlp.w1}.weight',
      'model.norm.weight',
    ],
    right: { 'model.layers': [] },
  },
  'SAM’s mask decoder: four norms that only count': {
    names: [
      `transformer.layers.{0,1}.{norm1,norm2,norm3,norm4,self_attn.q_proj,cross_attn_token_to_image.q_proj,cross_attn_image_to_token.q_proj,mlp.lin1,mlp.lin2}.${wb}`,
      `transformer.norm_final_attn.${wb}`,
    ],
    right: { 'transformer.layers': [] },
  },
};

describe('reads the names of', () => {
  it.each(Object.entries(cases))('%s', async (_, { names, config, right }) => {
    const { stacks } = await inspect([...(config ? [configFile(config)] : []), index([...new Set(names.flatMap(spelled))])]);
    const found = stacks.map(({ prefix, placement, candidates }) => [
      prefix,
      placement ?? candidates.map(({ placement: one }) => one).sort(),
    ]);
    expect(Object.fromEntries(found)).toEqual(right);
    for (const { candidates, caveats } of stacks.filter(({ placement, candidates }) => placement === null && candidates.length > 0))
      expect([candidates.length > 1, caveats.map(({ key }) => key)]).toEqual([true, expect.arrayContaining(['inspect.caveat.decidedBy'])]);
    // No model of another hand is taken for our own.
    expect(JSON.stringify(stacks)).not.toContain('ownRun');
  });
});

it('a norm of relative embeddings is not the one at the end', async () => {
  const names = (cases['DeBERTa-v3: the norm beside the blocks is that of the relative embeddings'] as Case).names.flatMap(spelled);
  expect((await inspect([index(names)])).stacks[0]?.finalNorm).toBeNull();
});

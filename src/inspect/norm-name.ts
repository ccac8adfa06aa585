/** What norms and their parameters are called. */

/** Gains; the Annotated Transformer has a_2 and b_2, Flax scale, others g and b. */
export const isGain = (leaf: string): boolean => /^(weight|gamma|scale|g|a_2|alpha|layer_norm_scale)$/.test(leaf);
export const isShift = (leaf: string): boolean => /^(bias|beta|b|b_2|layer_norm_bias)$/.test(leaf);

const normName = /norm|layrnorm|(^|_)ln(_|\d|$)/i;

/** What a norm inside a branch is. Names that match none of these stand around the branches. */
export const inner = [
  {
    kind: 'qk',
    name: /(^|\.)((\w+_)?(q|k|query|key)_?(layer_?|rms_?)?(norm|ln)|norm_(q|k|query|key)|ln_[qk])(\.|$)/,
  },
  { kind: 'v', name: /(^|\.)(v|value)_?(layer_?)?norm$/ },
  { kind: 'latent', name: /(^|\.)(attn_)?(q_a|kv_a|kv)_(layer)?norm$/ },
  { kind: 'sub', name: /(^|\.)(attn_sub_norm|ffn_sub_norm|inner_attn_ln|ffn_layernorm|ffn_ln|inner_norm)$|(^|\.)mlp\.norm$/ },
  { kind: 'embedding', name: /^(ln0|pre_ln)$/ },
  {
    kind: 'other',
    name: /(^|\.)(self_attn|linear_attn|mamba|mixer|ssm)\.(\w+_)?(layer)?norm$|(^|\.)attn\.(g_)?norm$|(^|\.)(att|attention)\.ln_x$|(^|\.)(experts?|router)\.|(^|\.)ssm_\w*norm$|^nextn\.|global_input_layer_norm$/,
  },
] as const;

export type InnerKind = (typeof inner)[number]['kind'];

export const innerKindOf = (module: string): InnerKind | undefined => inner.find(({ name }) => name.test(module))?.kind;

/** The last piece names the module; lists of norms, one for each head, end in a number. */
export const isNorm = (module: string): boolean => {
  const pieces = module.split('.').filter((piece) => !/^\d+$/.test(piece));
  return normName.test(pieces.at(-1) ?? '') || inner[0].name.test(module);
};

const finals = [
  '(layer_?|rms_?|after_|post_trunk_)?norm(_?f|_?final|_?out|_post)?',
  '(final|last|out|output|post|encoder|decoder|embedding|fc)_?(layer_?|rms_?)?(norm|ln)(_f)?',
  'ln(_f|_post|_final|_out)?',
  'emb_layer_norm_after',
  'layer_prepostprocess\\.layer_norm',
];
export const finalName = new RegExp(`(^|\\.)(${finals.join('|')})(\\.?\\d)?$`, 'i');

/** One learned factor for each feature of what a branch writes. */
export const layerScale = /^(lambda_\d|gamma_?\d|layer_?scale_?\d?|ls_?\d|(attn|attention|mlp|ffn)_(layer_?scale|ls|gamma))(\.|$)/i;

/** Norms behind the embedding of tokens, rather than of patches. */
export const tokenEmbedding = /emb/i;

export const embeddingName =
  /(^|\.)(word_embeddings_layernorm|layernorm_embedding|(tok_|token_)?embd?(ding|edding)?s?_(layer_?)?norm|pre_la?yr?e?r?norm|ln_pre|norm_pre|emb_ln|emb_layer_norm(_before)?|ln0|embeddings\.(LayerNorm|norm|layer_norm))$/;

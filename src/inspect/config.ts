/** What a config.json says of norms; everything else in it is left alone. */
import { z } from 'zod';
import { show } from '../store/safetensors-header.ts';
import { refuseJson } from './json.ts';
import { limits } from './limits.ts';

/** Fields by what they hold. Of these a wrong kind is refused. */
const flags = [
  'do_layer_norm_before',
  'do_stable_layer_norm',
  'use_post_norm',
  'swin_norm',
  'apply_residual_connection_post_layernorm',
  'parallel_attn',
  'new_decoder_architecture',
  'use_parallel_residual',
  'use_qk_norm',
  'qk_layernorm',
] as const;
/** Names that configurations have for ε; one of them says which normalizer it is. */
export const epsFlags = ['rms_norm_eps', 'layer_norm_eps', 'layer_norm_epsilon', 'norm_epsilon', 'norm_eps', 'layernorm_epsilon'] as const;

const numbers = [
  'full_attn_alpha_factor',
  'layer_scale_init_value',
  'residual_multiplier',
  'hc_mult',
  'num_ln_in_parallel_attn',
  ...epsFlags,
] as const;
const sizes = ['num_hidden_layers', 'n_layer', 'num_layers', 'hidden_size', 'n_embd', 'd_model'] as const;
const texts = ['model_type'] as const;

/** True: the norm stands before the branch; false: on the sum. */
export const orderFlags = [
  'norm_first',
  'normalize_before',
  'pre_norm',
  'prenorm',
  'is_prenorm',
  'use_pre_norm',
  'use_prenorm',
  'pre_layer_norm',
  'pre_layernorm',
  'pre_ln',
  'layer_norm_first',
] as const;

/** Fields of many hands: what is of another kind than here is another field. */
const looseFlags = [
  ...orderFlags,
  'encoder_normalize_before',
  'decoder_normalize_before',
  'norm_after',
  'parallel_residual',
  'parallel_block',
  'use_parallel_block',
  'sandwich_norm',
  'use_sandwich_norm',
  'use_peri_ln',
  'deepnorm',
  'use_deepnorm',
  'subln',
  'use_subln',
  'postnorm',
  'rmsnorm',
  'rms_norm',
  'use_rmsnorm',
  'use_rms_norm',
  'apply_layernorm_1p',
  'zero_centered_gamma',
  'layernorm_zero_centered_gamma',
  'multi_query_attention',
  'position_encoding_2d',
] as const;
const looseNumbers = [
  'full_attn_beta_factor',
  'layernorm_full_attention_alpha',
  'layernorm_linear_attention_alpha',
  'layernorm_mlp_alpha',
  'inner_hidden_size',
  'depth',
  'n_layers',
  'encoder_layers',
  'embed_dim',
] as const;
const looseTexts = ['layer_norm_type', 'norm_type', 'normalization', 'normalization_type', 'norm_layer'] as const;
const looseLists = ['architectures', 'layer_types'] as const;

/** Where models of several kinds nest their parts. */
const parts = [
  'text_config',
  'vision_config',
  'llm_config',
  'language_config',
  'audio_config',
  'speech_config',
  'vit_config',
  'encoder',
  'decoder',
  'thinker_config',
] as const;

const each = <const K extends string, T extends z.ZodType>(keys: readonly K[], type: T) =>
  Object.fromEntries(keys.map((key) => [key, type])) as Record<K, T>;

const flat = z.object({
  ...each(texts, z.string().min(1).max(100).nullish()),
  ...each(flags, z.boolean().nullish()),
  ...each(numbers, z.number().nullish()),
  ...each(sizes, z.int().min(1).max(1e9).nullish()),
  ...each(looseFlags, z.boolean().nullish().catch(undefined)),
  ...each(looseNumbers, z.number().nullish().catch(undefined)),
  ...each(looseTexts, z.string().max(100).nullish().catch(undefined)),
  ...each(looseLists, z.array(z.string().max(100)).max(10_000).nullish().catch(undefined)),
});
const strict = ['text_config', 'vision_config'] as const;
const inner = flat.extend(each(strict, flat.nullish()));
const schema = flat.extend({ ...each(parts, inner.nullish().catch(undefined)), ...each(strict, flat.nullish()) });

/** What other files than a config.json say in its place. */
interface Besides {
  /** The file's name. */
  readonly file?: string;
  /** Of a run of our own. */
  readonly placement?: string;
  readonly normalizer?: string;
  /** Whether gains are stored whole where the type's own files hold their difference from 1. */
  readonly wholeGains?: boolean;
}

export type ModelConfigFile = z.infer<typeof flat> & Besides;
export type ConfigFile = z.infer<typeof schema> & Besides;
export type ConfigFlag = keyof ModelConfigFile;

export const fileOf = (config: ModelConfigFile | undefined): string => config?.file ?? 'config.json';

/** @throws UserError when a field that matters holds something it cannot. */
export function readConfig(json: Readonly<Record<string, unknown>>, file: string, bytes: number): ConfigFile {
  const refuse = refuseJson(file);
  if (bytes > limits.config) return refuse(`${bytes} bytes are more than ${limits.config}`);
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse(`its field ${show(issue?.path.join('.') ?? '')} does not fit: ${issue?.message ?? ''}`);
}

export type Sense = 'text' | 'vision' | 'audio' | 'encoder' | 'decoder';

/** A part of a configuration, and what it is about. */
export interface ConfigPart {
  /** Such as `vision_config`; empty for the configuration itself. */
  readonly name: string;
  readonly sense: Sense;
  readonly config: ModelConfigFile;
}

/** By the name of a nested part, or of a stack of blocks. */
const senses: readonly (readonly [Sense, RegExp])[] = [
  ['vision', /(^|[._])(vision|visual|image|vit)/],
  ['audio', /(^|[._])(audio|speech)/],
  ['encoder', /^(model\.)?encoder/],
  ['decoder', /^(model\.)?decoder/],
];
export const senseOf = (name: string): Sense => senses.find(([, pattern]) => pattern.test(name))?.[0] ?? 'text';

/** The parts of a configuration: itself, and what it nests. Architecture and type of a part that names none are its parent's. */
export function partsOf(file: ConfigFile): readonly ConfigPart[] {
  const found = parts.flatMap((name) => {
    const part = file[name];
    if (!part) return [];
    return name === 'thinker_config'
      ? [...partsOf(part as ConfigFile)].filter(({ name }) => name !== '')
      : [{ name, sense: senseOf(name), config: { ...part, file: file.file, wholeGains: file.wholeGains } }];
  });
  return [{ name: '', sense: 'text', config: file }, ...found];
}

/** The depth a configuration speaks of. */
export const depthOf = (config: ModelConfigFile): number | null =>
  config.num_hidden_layers ?? config.n_layer ?? config.num_layers ?? config.depth ?? config.n_layers ?? config.encoder_layers ?? null;
export const widthIn = (config: ModelConfigFile): number | null =>
  config.hidden_size ?? config.n_embd ?? config.d_model ?? config.embed_dim ?? null;

/** The part that speaks of a stack. @param alone whether no other stack is a language model's. */
export function configFor(file: ConfigFile, prefix: string, alone: boolean): ConfigPart | undefined {
  const [own, ...nested] = partsOf(file) as [ConfigPart, ...ConfigPart[]];
  const sense = senseOf(prefix);
  const exact = nested.find((part) => part.sense === sense);
  if (exact) return exact;
  if (sense === 'vision' || sense === 'audio') return alone ? own : undefined;
  return nested.find((part) => part.sense === 'text') ?? own;
}

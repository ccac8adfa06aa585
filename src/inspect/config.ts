/** What a config.json says of norms; everything else in it is left alone. */
import { z } from 'zod';
import { show } from '../store/safetensors-header.ts';
import { refuseJson } from './json.ts';
import { limits } from './limits.ts';

const flag = z.boolean().nullish();
const number = z.number().nullish();
const size = z.int().min(1).max(1e9).nullish();

const shape = {
  model_type: z.string().min(1).max(100).nullish(),
  do_layer_norm_before: flag,
  do_stable_layer_norm: flag,
  use_post_norm: flag,
  swin_norm: flag,
  apply_residual_connection_post_layernorm: flag,
  parallel_attn: flag,
  new_decoder_architecture: flag,
  use_parallel_residual: flag,
  use_qk_norm: flag,
  qk_layernorm: flag,
  full_attn_alpha_factor: number,
  layer_scale_init_value: number,
  residual_multiplier: number,
  hc_mult: number,
  num_ln_in_parallel_attn: number,
  rms_norm_eps: number,
  layer_norm_eps: number,
  layer_norm_epsilon: number,
  norm_epsilon: number,
  norm_eps: number,
  layernorm_epsilon: number,
  num_hidden_layers: size,
  n_layer: size,
  num_layers: size,
  hidden_size: size,
  n_embd: size,
  d_model: size,
} as const;

const flat = z.object(shape);
const schema = flat.extend({ text_config: flat.nullish(), vision_config: flat.nullish() });

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

/** The part of a configuration that speaks of a stack: models of several kinds nest theirs. */
export function configFor({ text_config: text, vision_config: vision, ...own }: ConfigFile, prefix: string): ModelConfigFile {
  const nested = /(^|[._])(vision|visual|image)/.test(prefix) ? vision : text;
  return nested ? { ...nested, file: own.file, wholeGains: own.wholeGains } : own;
}

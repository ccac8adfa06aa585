/** What the metadata of a GGUF file says, in the words of a config.json (keys: gguf-py, constants.py). */
import type { ModelConfigFile } from './config.ts';
import type { Metadata } from './gguf.ts';
import { typeRows } from './model-type.ts';
import type { TensorInfo } from './types.ts';

/** Keys behind the architecture's name. */
const fields: readonly (readonly [key: string, field: keyof ModelConfigFile])[] = [
  ['block_count', 'num_hidden_layers'],
  ['embedding_length', 'hidden_size'],
  ['attention.layer_norm_rms_epsilon', 'rms_norm_eps'],
  ['attention.layer_norm_epsilon', 'layer_norm_eps'],
  ['use_parallel_residual', 'use_parallel_residual'],
  ['swin_norm', 'swin_norm'],
  ['residual_scale', 'residual_multiplier'],
];

/** Architectures whose name is not that of the model_type, joints (`-`, `_`) apart. */
const types: Readonly<Record<string, string>> = {
  chatglm: 'glm',
  'command-r': 'cohere',
  deepseek2: 'deepseek_v3',
  'hunyuan-dense': 'hunyuan_v1_dense',
  'hunyuan-moe': 'hunyuan_v1_moe',
  phi2: 'phi',
  qwen3vl: 'qwen3',
  starcoder: 'gpt_bigcode',
  t5encoder: 't5',
};

const joined = (type: string): string => type.replace(/[-_]/g, '');

function typeOf(architecture: string): string {
  const known = typeRows.flatMap((row) => row.types).find((type) => joined(type) === joined(architecture));
  return types[architecture] ?? known ?? architecture;
}

/** As a config.json would hold it; not yet checked. */
export function configOf(metadata: Metadata, tensors: readonly TensorInfo[]): Record<string, unknown> {
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string' || architecture === '') return {};
  const found = fields.map(([key, field]) => [field, metadata.get(`${architecture}.${key}`)] as const);
  return {
    model_type: typeOf(architecture),
    ...Object.fromEntries(found.filter(([, value]) => value !== undefined)),
    // Falcon's second norm has no key of its own.
    ...(tensors.some(({ name }) => /\.attn_norm_2\./.test(name)) && { new_decoder_architecture: true }),
  };
}

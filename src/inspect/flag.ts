/** Fields of config.json that say where norms stand, whatever the type of the model is. */
import { type ConfigFlag, type ModelConfigFile, orderFlags } from './config.ts';

/** What a configuration says by a flag or by its type. */
export interface TypeReading {
  readonly placement: string;
  /** What it also allows: the norms decide. */
  readonly also?: readonly string[];
  /** The flag that decided it, with the value it has, or is taken to have where the file does not say. */
  readonly flag?: { readonly name: ConfigFlag; readonly value: string; readonly given: boolean };
}

interface FlagRow {
  readonly fields: readonly ConfigFlag[];
  /** What the field says when it is true, and when it is false; several where the number of norms decides. */
  readonly yes?: readonly string[];
  readonly no?: readonly string[];
  /** Stacks it speaks of. */
  readonly of?: RegExp;
}

const preOrPost = { yes: ['pre'], no: ['post'] } as const;

const rows: readonly FlagRow[] = [
  // The sum keeps what the norm returned: no placement of ours, but one that can be written.
  { fields: ['apply_residual_connection_post_layernorm'], yes: ['custom'] },
  { fields: ['encoder_normalize_before'], ...preOrPost, of: /encoder/ },
  { fields: ['decoder_normalize_before'], ...preOrPost, of: /decoder/ },
  {
    fields: [...orderFlags, 'do_layer_norm_before'],
    ...preOrPost,
  },
  { fields: ['norm_after'], yes: ['branch-out'], no: ['pre'] },
  { fields: ['sandwich_norm', 'use_sandwich_norm'], yes: ['sandwich'] },
  { fields: ['use_peri_ln'], yes: ['peri', 'sandwich'] },
  { fields: ['deepnorm', 'use_deepnorm'], yes: ['deepnorm'] },
  { fields: ['subln', 'use_subln'], yes: ['sub-ln'] },
  {
    fields: ['use_parallel_residual', 'parallel_residual', 'parallel_attn', 'parallel_block', 'use_parallel_block'],
    yes: ['parallel', 'parallel-two'],
    no: ['pre'],
  },
];

/** Factors that MiniMax's code and its published files call differently. */
export const alphaFields = ['full_attn_alpha_factor', 'layernorm_full_attention_alpha', 'layernorm_mlp_alpha'] as const;

/** @param prefix of the stack that is asked about. */
export function fromFlags(config: ModelConfigFile, prefix: string): TypeReading | undefined {
  for (const { fields, yes, no, of } of rows) {
    if (of && !of.test(prefix)) continue;
    for (const name of fields) {
      const said = config[name] === true ? yes : config[name] === false ? no : undefined;
      if (said) return { placement: said[0] as string, also: said.slice(1), flag: { name, value: String(config[name]), given: true } };
    }
  }
  return undefined;
}

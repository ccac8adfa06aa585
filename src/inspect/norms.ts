/** Which parts of a block are norms, by what modules are called. */
import type { Part, Stack } from './stack.ts';
import type { TensorInfo } from './types.ts';

/** What parameters of a norm are called; old checkpoints of BERT have gamma and beta. */
const leaf = /^(weight|bias|gamma|beta|alpha)$/;
const gain = /^(weight|gamma)$/;
const shift = /^(bias|beta)$/;
const normName = /norm|layrnorm|(^|_)ln(_|\d|$)/i;

/** What a norm inside a branch is. Names that match none of these stand around the branches. */
const inner = [
  { kind: 'qk', name: /(^|\.|attn_)(q|k|query|key)_?(layer_?)?norm(\.|$)/ },
  { kind: 'v', name: /(^|\.)(v|value)_?(layer_?)?norm$/ },
  { kind: 'latent', name: /(^|\.|attn_)(q_a|kv_a)_(layer)?norm$/ },
  { kind: 'sub', name: /(^|\.)(attn_sub_norm|ffn_sub_norm|inner_attn_ln|ffn_layernorm)$/ },
  { kind: 'other', name: /(^|\.)(self_attn|linear_attn|mamba|mixer)\.(\w+_)?(layer)?norm$|\.(experts?|router)\.|^(ssm_\w*norm$|nextn\.)/ },
] as const;

export type InnerKind = (typeof inner)[number]['kind'];

export interface Norm {
  readonly module: string;
  readonly gains: readonly Part[];
  readonly hasBias: boolean;
}

export interface BlockNorms {
  /** Around the branches, sorted by name. */
  readonly outer: readonly Norm[];
  readonly inner: ReadonlyMap<InnerKind, readonly Norm[]>;
}

export function normsOf({ parts }: Stack): BlockNorms {
  const modules = new Map<string, { gains: readonly Part[]; hasBias: boolean }>();
  for (const [rest, found] of parts) {
    const at = rest.lastIndexOf('.');
    const [module, last] = [rest.slice(0, Math.max(at, 0)), rest.slice(at + 1)];
    if (!leaf.test(last) || !isNorm(module)) continue;
    const known = modules.get(module) ?? { gains: [], hasBias: false };
    modules.set(module, { gains: gain.test(last) ? found : known.gains, hasBias: known.hasBias || shift.test(last) });
  }
  const norms = [...modules].map(([module, rest]) => ({ module, ...rest })).sort((a, b) => (a.module < b.module ? -1 : 1));
  const kindOf = ({ module }: Norm): InnerKind | undefined => inner.find(({ name }) => name.test(module))?.kind;
  return {
    outer: norms.filter((norm) => kindOf(norm) === undefined),
    inner: new Map(
      inner.flatMap(({ kind }) => {
        const own = norms.filter((norm) => kindOf(norm) === kind);
        return own.length > 0 ? [[kind, own] as const] : [];
      }),
    ),
  };
}

/** The last piece names the module; lists of norms, one for each head, end in a number. */
const isNorm = (module: string): boolean => {
  const pieces = module.split('.').filter((piece) => !/^\d+$/.test(piece));
  return normName.test(pieces.at(-1) ?? '') || inner[0].name.test(module);
};

const finalName =
  /^(norm|ln_f|final_layernorm|final_layer_norm|layer_norm|norm_f|LayerNorm|layernorm|final_norm|post_layernorm|embedding_norm|ln_post|ln_final|emb_layer_norm_after|output_norm)$/;
const embeddingName =
  /(^|\.)(word_embeddings_layernorm|token_embd_norm|layernorm_embedding|embedding_norm|pre_layrnorm|ln_pre|emb_ln|embeddings\.(LayerNorm|norm))$/;

/** What stands around the blocks: the norm behind the last one, and one behind the embedding. */
export interface FrameNorms {
  readonly final: string | undefined;
  readonly embedding: string | undefined;
}

export function frameNorms(tensors: readonly TensorInfo[], prefix: string): FrameNorms {
  const modules = tensors.flatMap(({ name }) => {
    const at = name.lastIndexOf('.');
    return at > 0 && gain.test(name.slice(at + 1)) && !/\.\d+\./.test(`.${name}`) ? [name.slice(0, at)] : [];
  });
  const parent = prefix.split('.').slice(0, -1);
  const above = (module: string): number => {
    const own = module.split('.').slice(0, -1);
    return own.every((piece, i) => piece === parent[i]) ? own.length : -1;
  };
  const finals = modules.filter((module) => finalName.test(module.split('.').at(-1) as string) && above(module) >= 0);
  const embeddings = modules.filter((module) => embeddingName.test(module));
  const ends = finals.filter((module) => !embeddings.includes(module) || lone(module, finals));
  // The nearest one above the blocks is theirs.
  const final = ends.sort((a, b) => above(b) - above(a))[0];
  return { final, embedding: embeddings.find((module) => module !== final) };
}

/** LFM2 calls its final norm `embedding_norm`: where there is no other, that is what it is. */
const lone = (module: string, finals: readonly string[]): boolean => module.endsWith('embedding_norm') && finals.length === 1;

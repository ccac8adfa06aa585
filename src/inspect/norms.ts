/** The norms of a stack: around the branches of its blocks, inside them, behind the last block and behind the embedding. */
import { inDialect } from './dialect.ts';
import { embeddingName, finalName, type InnerKind, inner, innerKindOf, isGain, isNorm, isShift } from './norm-name.ts';
import type { Part, Stack } from './stack.ts';
import type { TensorInfo } from './types.ts';

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
  // nn.Sequential(LayerNorm, Linear, GELU, Dropout, Linear) names its norm by a number.
  const leads = (module: string): boolean =>
    /(^|\.)net\.0$/.test(module) && parts.has(module.replace(/0$/, '1.weight')) && parts.has(module.replace(/0$/, '4.weight'));
  for (const [rest, found] of parts) {
    const at = rest.lastIndexOf('.');
    const [module, last] = [rest.slice(0, Math.max(at, 0)), rest.slice(at + 1)];
    if (!(isGain(last) || isShift(last)) || !(isNorm(module) || leads(module) || byPlace.test(module))) continue;
    const known = modules.get(module) ?? { gains: [], hasBias: false };
    modules.set(module, { gains: isGain(last) ? found : known.gains, hasBias: known.hasBias || isShift(last) });
  }
  const norms = [...modules].map(([module, rest]) => ({ module, ...rest })).sort((a, b) => (a.module < b.module ? -1 : 1));
  return {
    outer: norms.filter(({ module }) => innerKindOf(module) === undefined),
    inner: new Map(
      inner.flatMap(({ kind }) => {
        const own = norms.filter(({ module }) => innerKindOf(module) === kind);
        return own.length > 0 ? [[kind, own] as const] : [];
      }),
    ),
  };
}

/** x-transformers numbers the norms of a sublayer: before the branch, behind it, behind the sum. */
const byPlace = /^(attn|cross|ffn)\.0\.[012]$/;

/** What stands around the blocks: the norm behind the last one, and one behind the embedding. */
export interface FrameNorms {
  readonly final: string | undefined;
  readonly embedding: string | undefined;
  readonly finalGain?: TensorInfo | undefined;
  /** Whether the norm beside the blocks may as well stand before them. */
  readonly unclear: boolean;
}

/** @param prefixes those of all stacks: a norm belongs to the one it is nearest to. */
export function frameNorms(tensors: readonly TensorInfo[], prefix: string, prefixes: readonly string[]): FrameNorms {
  const gains = new Map(
    tensors.flatMap((tensor) => {
      const name = inDialect(tensor.name);
      const at = name.lastIndexOf('.');
      return at > 0 && isGain(name.slice(at + 1)) ? [[name.slice(0, at), tensor] as const] : [];
    }),
  );
  const modules = [...gains.keys()];
  const embeddings = modules.filter((module) => embeddingName.test(module) && !/\.\d+\./.test(`.${module}`));
  const candidates = modules.filter((module) => finalName.test(module) && stepsUp(module, prefix) < Number.POSITIVE_INFINITY);
  const nearest = (module: string): boolean => prefixes.every((other) => stepsUp(module, other) >= stepsUp(module, prefix));
  const ends = candidates.filter((module) => nearest(module) && (!embeddings.includes(module) || lone(module, candidates)));
  const beside = (name: RegExp) =>
    tensors.some((tensor) => name.test(tensor.name) && stepsUp(tensor.name.replace(/\.\w+$/, ''), prefix) === 0);
  // DeBERTa keeps the norm of its relative embeddings there.
  const nearEnd = ends.filter((module) => stepsUp(module, prefix) > 0 || !beside(/\.rel_embeddings\./));
  const final = nearEnd.sort((a, b) => stepsUp(a, prefix) - stepsUp(b, prefix))[0];
  const unclear = tensors.some(({ name }) => inFront.test(name));
  return { unclear, final, embedding: embeddings.find((module) => module !== final), finalGain: gains.get(final ?? '') };
}

/** Speech models of wav2vec's kind normalize before their blocks or behind them, by a norm of one name. */
const inFront = /(^|\.)pos_conv(_embed)?\./;

/** How far above the blocks a module stands: 0 beside their list. */
function stepsUp(module: string, prefix: string): number {
  const parent = prefix.split('.').slice(0, -1);
  const own = module
    .replace(/\.layer_prepostprocess\.layer_norm$/, '.norm')
    .split('.')
    .slice(0, -1);
  return own.every((piece, i) => piece === parent[i]) ? parent.length - own.length : Number.POSITIVE_INFINITY;
}

/** LFM2 calls its final norm `embedding_norm`: where there is no other, that is what it is. */
const lone = (module: string, finals: readonly string[]): boolean => module.endsWith('embedding_norm') && finals.length === 1;

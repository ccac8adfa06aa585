/**
 * Placement is data: a pure function from a place in the network to a small record.
 *
 *     x ──[entry]──┬───────────────── a ────────────────(+)─ c ─[exit]── y
 *                  └─ r ─[input]·s── f(inner) ──[output]·b──┘
 *
 * Everything that builds, runs, measures, draws or exports a model reads these records and never a placement's name.
 */
import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { Scale } from '../scale/types.ts';
import type { Place, Source, SublayerKind } from '../types.ts';

/** A norm at one site. Empty: the model's own normalizer. */
export interface NormSite {
  readonly normalizer?: string;
  /** What its gain starts at; 1 when left out. */
  readonly gain?: number;
  /** Whether all sublayers of the block use this one norm. */
  readonly shared?: boolean;
  /** On q, k, v and the inner norm of attention: one norm over all heads together. What q, k, v are not, and inner is, when left out. */
  readonly acrossHeads?: boolean;
  /** On the same, where it is not over all heads: a gain and a shift of its own for each head, [heads, dHead]. */
  readonly eachHead?: boolean;
  /** On q, k: after the rotation by position instead of before it. */
  readonly afterRotation?: boolean;
}

/** What the branch may read and the sum may keep: the stream as it comes, or as it entered the block. */
export type Origin = 'stream' | 'block';

export interface SublayerPlan {
  /** Norm on the stream before it forks. */
  readonly entry?: NormSite;
  /** Norm on what f receives. */
  readonly input?: NormSite;
  /** Norm on what f returns. */
  readonly output?: NormSite;
  /** Norm on the sum. */
  readonly exit?: NormSite;
  /** Norm inside f, before its last matrix: on the joined heads, or on the hidden features. */
  readonly inner?: NormSite;
  /** Norms on queries, keys and values. */
  readonly q?: NormSite;
  readonly k?: NormSite;
  readonly v?: NormSite;
  /** Norm on what the stack before returned, which keys and values are made of. */
  readonly memory?: NormSite;
  /** What the branch reads; the stream when left out. */
  readonly from?: Origin;
  /** What the sum keeps beside the branch; the stream when left out. */
  readonly identity?: readonly Origin[];
  /** r: factor on what the input norm receives. */
  readonly readScale?: Scale;
  /** s: factor on what f receives. */
  readonly inputScale?: Scale;
  /** b: factor on what f's branch writes. */
  readonly branchScale?: Scale;
  /** a: factor on the identity. */
  readonly streamScale?: Scale;
  /** c: factor on the sum. */
  readonly sumScale?: Scale;
  /** Whether no gradient flows through c's reading of the sum: y + (c − 1)·sg(y). */
  readonly sumDetached?: boolean;
  /** Added to what f receives, and before f's last matrix. */
  readonly inputShift?: Scale;
  readonly innerShift?: Scale;
  /** Factor on queries and keys, one per feature of all heads. */
  readonly qkScale?: Scale;
  /** Factor on the products of queries and keys; 1/√dHead when left out. */
  readonly logitScale?: Scale;
  /** Factor on what each head returns. */
  readonly headScale?: Scale;
  /** Factor on the hidden features before the activation. */
  readonly hiddenScale?: Scale;
}

export type NormField = 'entry' | 'input' | 'output' | 'exit' | 'inner' | 'memory' | 'q' | 'k' | 'v';
export type ScaleField =
  | 'readScale'
  | 'inputScale'
  | 'branchScale'
  | 'streamScale'
  | 'sumScale'
  | 'inputShift'
  | 'innerShift'
  | 'qkScale'
  | 'logitScale'
  | 'headScale'
  | 'hiddenScale';

export interface FieldSpec {
  readonly about: string;
  /** Branches that have such a place; all when left out. */
  readonly only?: readonly SublayerKind[];
}

const attention: readonly SublayerKind[] = ['attn', 'cross'];

/** The norm sites of a plan, in the direction of the data. */
export const normFields: Readonly<Record<NormField, FieldSpec>> = {
  entry: { about: 'norm on the stream before it forks' },
  input: { about: 'norm on what the branch receives' },
  memory: { about: 'norm on what the encoder returned, before keys and values', only: ['cross'] },
  q: { about: 'norm on queries', only: attention },
  k: { about: 'norm on keys', only: attention },
  v: { about: 'norm on values', only: attention },
  inner: { about: 'norm inside the branch, before its last matrix' },
  output: { about: 'norm on what the branch returns' },
  exit: { about: 'norm on the sum' },
};

/** The factors and shifts of a plan. */
export const scaleFields: Readonly<Record<ScaleField, FieldSpec>> = {
  readScale: { about: 'factor on what the input norm receives' },
  inputScale: { about: 'factor on what the branch receives' },
  inputShift: { about: 'added to what the branch receives' },
  qkScale: { about: 'factor on queries and keys', only: attention },
  logitScale: { about: 'factor on products of queries and keys; 1/√dHead when left out', only: attention },
  headScale: { about: 'factor on what each head returns', only: attention },
  hiddenScale: { about: 'factor on the hidden features before the activation', only: ['ffn'] },
  innerShift: { about: 'added before the last matrix of the branch' },
  branchScale: { about: 'factor on what the branch writes' },
  streamScale: { about: 'factor on the identity' },
  sumScale: { about: 'factor on the sum' },
};

/** What stands around the blocks of a stack. */
export interface Frame {
  /** Whether a norm stands behind the last block. */
  readonly finalNorm: boolean;
  /** The norm behind the embedding, if there is one. */
  readonly embeddingNorm?: NormSite;
  /** How streams are kept and joined: a residual rule; one plain stream when left out. */
  readonly residual?: Choice;
  /** Factor on the logits, one per class. */
  readonly logitScale?: Scale;
  /** Whether every matrix keeps its vectors along the model's width at length 1. */
  readonly unitWeights?: boolean;
}

/** What a frame may depend on. */
export interface Framed {
  readonly dModel: number;
  readonly stack: Place['stack'];
}

type Choice = { readonly id: string; readonly [option: string]: unknown };

/** The kinds that the READMEs sort placements by. */
export const placementKinds = {
  around: { en: 'Norms around the branch', zh: '归一化在支路周围' },
  scaled: { en: 'Scaled', zh: '带系数' },
  bare: { en: 'No norm', zh: '无归一化' },
  streams: { en: 'Other streams and wiring', zh: '其他的流与连接' },
  changing: { en: 'Changing with depth or time', zh: '随深度或时间变化' },
  attention: { en: 'Inside attention', zh: '在注意力内部' },
} as const satisfies Readonly<Record<string, Localized>>;

/** What is published about a placement. "Secondary": read in another source than the paper. "Recalled": not checked against a source. */
export interface AboutPlacement {
  readonly kind: keyof typeof placementKinds;
  /** As its paper writes it, with LayerNorm and two blocks; the contract suite compares the plan with it. */
  readonly equation: string;
  /** What its paper claims, with the number where one is published. */
  readonly claim: Localized;
  readonly failure: Localized;
  /** In what published code differs from it, or from its paper. */
  readonly differs?: Localized;
  /** What it equals in a limit. */
  readonly limits: readonly Localized[];
  /** Other names, and names that mislead. */
  readonly synonyms: readonly Localized[];
}

/** Numbers by the letter a paper gives them. */
export type Constants = Readonly<Record<string, number>>;

export interface Placement extends Member {
  readonly title: Localized;
  readonly paper: Source;
  readonly options: OptionSpecs;
  /** Initialisation the paper couples it with. */
  readonly init?: string;
  /** Kinds of sublayer it is defined for; self-attention and feed-forward when left out of it. */
  readonly noCross?: boolean;
  /** Whether it has no plan but the one that a spec writes. */
  readonly written?: boolean;
  readonly about?: AboutPlacement;
  /** Published constants at a place. */
  constants(place: Place, options: Readonly<Record<string, unknown>>): Constants;
  frame(options: Readonly<Record<string, unknown>>, framed: Framed): Frame;
  plan(place: Place, options: Readonly<Record<string, unknown>>): SublayerPlan;
}

interface Definition<S extends OptionSpecs> {
  readonly id: string;
  readonly title: Localized;
  readonly names?: readonly string[];
  readonly paper: Source;
  readonly options?: S;
  readonly init?: string;
  readonly noCross?: boolean;
  readonly written?: boolean;
  readonly about?: AboutPlacement;
  readonly constants?: (place: Place, options: OptionValues<S>) => Constants;
  readonly frame: Frame | ((options: OptionValues<S>, framed: Framed) => Frame);
  readonly plan: (place: Place, options: OptionValues<S>) => SublayerPlan;
}

/** A placement from the little its file has to say. */
export function definePlacement<const Id extends string, const S extends OptionSpecs = Record<never, never>>(
  definition: Definition<S> & { readonly id: Id },
): Placement & { readonly id: Id } {
  const { options = {}, constants = () => ({}), frame } = definition as Definition<S>;
  return {
    ...definition,
    options,
    constants: constants as Placement['constants'],
    frame: typeof frame === 'function' ? (frame as Placement['frame']) : () => frame,
    plan: definition.plan as Placement['plan'],
  };
}

/** A norm as the model's normalizer has it. */
export const norm: NormSite = {};

/** The model as plain data: what a spec resolves to before any graph is built. */

export type SublayerKind = 'attn' | 'ffn';
export const sublayerKinds: readonly SublayerKind[] = ['attn', 'ffn'];

/** A member of a family with its options. */
export interface Choice {
  readonly id: string;
  readonly [option: string]: unknown;
}

export interface ModelConfig {
  readonly placement: Choice;
  readonly normalizer: { readonly id: string; readonly eps?: number };
  readonly init: { readonly id: string; readonly std?: number; readonly gain?: number; readonly embeddingStd?: number };
  readonly activation: string;
  readonly position: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly dModel: number;
  readonly dFf: number;
  readonly seqLen: number;
  readonly vocabSize: number;
  /** Probability of zeroing an element of the embedding and of each sublayer's output while training. */
  readonly dropout: number;
  /** Whether the head is the transposed token embedding. */
  readonly tiedHead: boolean;
}

/** What a parameter is for; initialisations and weight decay go by it. */
export type Role = 'embedding' | 'position' | 'head' | 'qkv' | 'out' | 'fc1' | 'fc2' | 'bias' | 'norm-weight' | 'norm-bias';

export interface ParameterSpec {
  /** Its place and name: `layers.0.attn.qkv.weight`. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly role: Role;
  readonly layer?: number;
  /** Equal blocks of rows that are matrices of their own: q, k and v. */
  readonly parts: readonly string[];
  /** Set for gains and biases, which no initialisation draws. */
  readonly constant?: number;
}

/** A value that training carries along but no gradient moves: running statistics. */
export interface StateSpec {
  readonly key: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

/** A dropout mask to be fed: 1 keeps an element. */
export interface MaskSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Where a fact was published. */
export interface Source {
  readonly text: string;
  readonly url: string;
}

/** The model as plain data: what a spec resolves to before any graph is built. */

/** A branch of a block: self-attention, attention to another stack's output, feed-forward. */
export type SublayerKind = 'attn' | 'cross' | 'ffn';

/** A member of a family with its options. */
export interface Choice {
  readonly id: string;
  readonly [option: string]: unknown;
}

/** What the data asks of a model: it follows from the task. */
export interface DataShape {
  /** Ids that tokens may take; 0 when the model reads patches. */
  readonly vocabSize: number;
  /** Ids that a target may take. */
  readonly classes: number;
  /** An answer at every position, or one per sequence (the mean over its positions is read). */
  readonly readout: 'token' | 'sequence';
  /** Numbers in a patch; 0 when the model reads tokens. */
  readonly patchSize: number;
  /** Length of the source that an encoder-decoder reads, else 0. */
  readonly sourceLen: number;
  /** Token at which nobody looks in the source; -1 for none. */
  readonly padding: number;
}

/** A model of tokens that answers with a token at every position. */
export const tokenShape = (vocabSize: number): DataShape => ({
  vocabSize,
  classes: vocabSize,
  readout: 'token',
  patchSize: 0,
  sourceLen: 0,
  padding: -1,
});

/** One answer for all stacks, or one for each; a stack that is left out is as it would be unasked. */
export type PerStack<T extends string | number | boolean> = T | Readonly<Partial<Record<'encoder' | 'decoder', T>>>;

export const ofStack = <T extends string | number | boolean>(
  given: PerStack<T> | undefined,
  stack: 'encoder' | 'decoder',
): T | undefined => (typeof given === 'object' ? given[stack] : given);

export interface ModelConfig extends DataShape {
  readonly architecture: string;
  readonly placement: Choice;
  readonly normalizer: Choice & { readonly eps?: number };
  /** Norms on queries, keys and values, whatever the placement. */
  readonly attentionNorm: Choice;
  /** Whether a norm stands behind the last block of a stack; as the placement says when left out. */
  readonly finalNorm?: PerStack<boolean>;
  /** Whether a norm stands behind the embedding; as the placement says when left out. */
  readonly embeddingNorm?: PerStack<boolean>;
  /** Factor on token embeddings, a number or a formula of the width; none when left out. */
  readonly embeddingScale?: number | string;
  /** Whether cross-attention norms what the encoder returned; as the placement says when left out. */
  readonly memoryNorm?: boolean;
  readonly init: Choice & { readonly embeddingStd?: number | string };
  readonly activation: string;
  readonly position: string;
  /** Blocks of the stack that answers. */
  readonly nLayers: number;
  /** Blocks of the encoder of an encoder-decoder. */
  readonly nEncoderLayers: number;
  readonly nHeads: number;
  /** Heads of keys and values; a group of query heads shares one. */
  readonly nKvHeads: number;
  readonly dModel: number;
  readonly dFf: number;
  readonly seqLen: number;
  /** Whether the matrices of the blocks have biases. */
  readonly bias: boolean;
  /** Probability of zeroing an element of the embedding and of each sublayer's output while training. */
  readonly dropout: number;
  /** Whether the head is the transposed token embedding. */
  readonly tiedHead: boolean;
  /** Share of each target that training spreads evenly over all classes; none when left out. Evaluation knows nothing of it. */
  readonly labelSmoothing?: number;
  /** Branches or blocks that training leaves out by chance; none when left out. */
  readonly layerDrop?: LayerDrop;
}

/** Whole sublayers or blocks left out of a training step: see `src/model/layer-drop.ts`. */
export interface LayerDrop {
  /** Probability of being left out, below 1. */
  readonly rate: number;
  readonly unit: 'block' | 'sublayer';
  /** The same at every depth, or growing with it up to the rate. */
  readonly growth: 'constant' | 'linear';
}

/** What a parameter is for; initialisations and weight decay go by it. */
export type Role =
  | 'embedding'
  | 'position'
  | 'patch'
  | 'head'
  | 'qkv'
  | 'out'
  | 'fc1'
  | 'fc2'
  | 'bias'
  | 'norm-weight'
  | 'norm-bias'
  | 'scale';

/** Roles whose values an initialisation draws: the matrices, which weight decay touches. */
export const matrixRoles: ReadonlySet<Role> = new Set(['embedding', 'position', 'patch', 'head', 'qkv', 'out', 'fc1', 'fc2']);

/** Rows of a matrix that are a matrix of their own: q, k and v of one projection. */
export interface Part {
  readonly id: string;
  readonly rows: number;
}

export interface ParameterSpec {
  /** Its place and name: `layers.0.attn.qkv.weight`. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly role: Role;
  /** Where in the network it stands, when it stands in a sublayer. */
  readonly place?: Place;
  /** What it is made of, when more than one matrix. */
  readonly parts?: readonly Part[];
  /** Its start, for all that no initialisation draws. */
  readonly initial?: number | readonly number[];
  /** Axis along which its vectors are kept at length 1 after every step. */
  readonly unitAxis?: 0 | 1;
}

/** A value that training carries along but no gradient moves: running statistics. */
export interface StateSpec {
  readonly key: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

/** A mask to be fed at every step: of dropout, where 1 keeps an element, or what layer drop multiplies a whole branch or block with. */
export interface MaskSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of layer drop: the probability of 0, and what is fed otherwise. */
  readonly whole?: { readonly rate: number; readonly kept: number };
}

/** One sublayer's place in the network: all that a plan may depend on. */
export interface Place {
  /** Its key, `layers.0.attn` or `decoder.layers.0.cross`, and that of its block. */
  readonly key: string;
  readonly block: string;
  readonly stack: 'encoder' | 'decoder';
  /** Block, from 0. */
  readonly layer: number;
  /** Number of blocks of this stack. */
  readonly depth: number;
  readonly sublayer: SublayerKind;
  /** Sublayer of this stack, from 0, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** Blocks of both stacks; 0 where there is none. */
  readonly encoderDepth: number;
  readonly decoderDepth: number;
  readonly dModel: number;
  readonly dHead: number;
}

/** Where a fact was published. */
export interface Source {
  readonly text: string;
  readonly url: string;
}

/** What is read off a checkpoint's names: which placement, and what says so. */
import type { MessageKey, MessageValues } from '../core/message/index.ts';

/** Bytes that can be read in part: a file of a browser, or of a disk. */
export interface ByteSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  read(begin: number, end: number): Promise<Uint8Array>;
}

export interface TensorInfo {
  readonly name: string;
  /** Null where only an index names it. */
  readonly shape: readonly number[] | null;
  /** How to read its numbers, where its file is there. */
  readonly at?: { readonly source: ByteSource; readonly dtype: string; readonly begin: number; readonly end: number };
}

/** A sentence in any language. */
export interface Note {
  readonly key: MessageKey;
  readonly values: MessageValues;
}

/** `high`: configuration and names agree; `medium`: one of the two says it and nothing speaks against it. */
export type Confidence = 'high' | 'medium' | 'undecided';

export interface Candidate {
  readonly placement: string;
  /** Models that are known to be built so; empty where none is known here. */
  readonly families: string;
}

/** A row of known families: the names of the norms in their blocks, and what models with such names are. */
export interface Pattern {
  /** The norms around the branches, by module: all of them, and no other. */
  readonly norms: readonly string[];
  /** Norms that some of its models have as well. */
  readonly optional?: readonly string[];
  /** The norm behind the last block: what its name ends in, or that there is none. */
  readonly final?: readonly string[] | 'none';
  /** Some other tensor of the block, and one it must not have. */
  readonly has?: RegExp;
  readonly lacks?: RegExp;
  /** Whether there are norms inside the branches, before their last matrices; not when left out. */
  readonly sub?: boolean;
  readonly readings: readonly Candidate[];
  /** What a norm without bias is in these models. */
  readonly weightOnly?: 'rms' | 'layer-no-bias';
  /** The flag that tells its readings apart. */
  readonly decidedBy?: string;
  /** A trap in the names. */
  readonly trap?: 'preMlp' | 'branchOutput' | 'loadsEither' | 'shared';
}

export interface GainRange {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** The gains of one norm over the blocks. */
export interface GainRow {
  /** Of the norm within the block. */
  readonly norm: string;
  /** By block: null where it has none that could be read. */
  readonly byLayer: readonly (GainRange | null)[];
}

export interface StackReading {
  /** What its blocks' names begin with, such as `model.layers`; empty where no tensors were given. */
  readonly prefix: string;
  /** Whether the configuration alone was read; then the prefix is the name of its part. */
  readonly configOnly: boolean;
  readonly nLayers: number | null;
  /** Which blocks it speaks of, from 0, where those of a stack differ; null for all of them. */
  readonly layers: readonly number[] | null;
  readonly dModel: number | null;
  /** Decided, or null. */
  readonly placement: string | null;
  /** The norm behind the last block, by its module; null where none was seen. */
  readonly finalNorm: string | null;
  readonly candidates: readonly Candidate[];
  readonly confidence: Confidence;
  /** An id of ours, or null where names cannot tell. */
  readonly normalizer: string | null;
  readonly attentionNorm: 'qk' | 'qk-across-heads' | 'qk-unknown-span' | null;
  readonly evidence: readonly Note[];
  readonly caveats: readonly Note[];
  readonly gains: readonly GainRow[];
  /** The gain of the norm behind the last block, where it could be read. */
  readonly finalGain: GainRange | null;
}

export type FileKind = 'config' | 'index' | 'safetensors' | 'gguf' | 'npz' | 'npy' | 'run';

export interface Inspection {
  readonly files: readonly { readonly name: string; readonly kind: FileKind; readonly tensors: number }[];
  readonly modelType: string | null;
  readonly tensors: number;
  readonly stacks: readonly StackReading[];
  /** Of the files, rather than of one stack. */
  readonly caveats: readonly Note[];
}

import type { Localized } from '../core/message/index.ts';
import type { Member } from '../core/registry.ts';

/** One batch: sequences of seqLen tokens, what should follow each, and the share of the loss each position carries. */
export interface Batch {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  /** Sums to 1. */
  readonly weights: Float32Array;
}

export interface TaskConfig {
  readonly id: string;
  /** Files of the text task, in order; empty for the built-in book. */
  readonly files?: readonly string[];
  /** SHA-256 of the text the run really saw. */
  readonly textHash?: string;
  /** Most frequent characters that keep a token of their own. */
  readonly vocabCap?: number;
  /** Share of the text, at its end, held out for validation. */
  readonly validationShare?: number;
  /** Different symbols of the copy task. */
  readonly symbols?: number;
  /** Modulus of the addition task. */
  readonly modulus?: number;
}

/** A task ready to give batches. Batches are pure functions of their arguments, so a resumed run sees the same ones. */
export interface Task {
  readonly vocabSize: number;
  /** Tokens in all of the training split, or null when they are generated without end. */
  readonly trainTokens: number | null;
  /** Validation entropy of a character bigram model fitted on the training split, nats per token; null where it has no meaning. */
  readonly bigramEntropy: number | null;
  readonly notes: readonly TaskNote[];
  train(seed: number, step: number, batchSize: number): Batch;
  /** The same for every seed and arm. */
  validation(index: number, batchSize: number): Batch;
}

/** Something a reader of the result should know, as a message key with values. */
export interface TaskNote {
  readonly key: 'note.vocabCapped' | 'note.textLength' | 'note.shortText';
  readonly values: Readonly<Record<string, string | number>>;
}

export interface TaskDefinition extends Member {
  readonly title: Localized;
  /** The context this task needs, when it leaves no choice. */
  fixedSeqLen?(config: TaskConfig): number;
  /** @throws UserError when the options or the text cannot make a task. */
  create(config: TaskConfig, seqLen: number, text: string | undefined): Task;
}

/** Position weights that share the loss equally among the counted positions. */
export function equalWeights(counted: (flat: number) => boolean, length: number): Float32Array {
  const flags = Float32Array.from({ length }, (_, flat) => (counted(flat) ? 1 : 0));
  const total = flags.reduce((a, b) => a + b, 0);
  return flags.map((flag) => flag / total);
}

import type { Localized, MessageKey } from '../core/message/index.ts';
import type { OptionSpecs, OptionValue } from '../core/options.ts';
import type { Member } from '../core/registry.ts';

/** Who sees whom: all before it, everything, or a reader of the source and a writer that sees it. */
export type Architecture = 'decoder' | 'encoder' | 'encoder-decoder';

/** What a model reads, what it should answer, and the share of the loss each answer carries. */
export interface Batch {
  /** [batch · seqLen]; absent where patches are read. */
  readonly tokens?: Int32Array;
  /** [batch · seqLen · patchSize] */
  readonly patches?: Float32Array;
  /** [batch · sourceLen]: what an encoder reads for a decoder. */
  readonly source?: Int32Array;
  /** [batch · seqLen], or [batch] where one answer is due per sequence. */
  readonly targets: Int32Array;
  /** Like the targets; sums to 1. */
  readonly weights: Float32Array;
}

/** What a model must read and answer for a task. */
export interface DataShape {
  /** Ids that tokens and source may take; 0 where patches are read. */
  readonly vocabSize: number;
  /** Ids that a target may take. */
  readonly classes: number;
  /** An answer for each position, or one for each sequence. */
  readonly readout: 'token' | 'sequence';
  /** Numbers in a patch; 0 for tokens. */
  readonly patchSize: number;
  /** Length of the source; 0 unless there is one. */
  readonly sourceLen: number;
  /** Token at which nobody looks in the source; -1 when there is none. */
  readonly padding: number;
}

/** A file as it was read, unpacked and without byte order mark. */
export interface TaskFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TaskConfig {
  readonly id: string;
  /** Files in the order the task wants them; none for what it brings along. */
  readonly files?: readonly string[];
  /** SHA-256 of what the run really read. */
  readonly textHash?: string;
  /** Options that the task declares. */
  readonly [option: string]: OptionValue | readonly string[] | undefined;
}

/** A task ready to give batches. Batches are pure functions of their arguments, so a resumed run sees the same ones. */
export interface Task extends DataShape {
  /** Tokens (or patches) in all of the training split, or null when they are generated without end. */
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
  readonly key: Extract<MessageKey, `note.${string}`>;
  readonly values: Readonly<Record<string, string | number>>;
  /** Whether it changes how results are read, and is said beside them. */
  readonly warns?: true;
}

/** Files that a task learns from: what they are, and how many it takes when it is given any. */
export interface TaskReads {
  readonly kind: 'text' | 'parallel' | 'images';
  readonly least: number;
  readonly most: number;
}

/** Where a task was published. */
export interface TaskPaper {
  readonly text: string;
  readonly url: string;
}

export interface TaskDefinition extends Member {
  readonly title: Localized;
  /** What a sequence looks like and which answers count, in one line. */
  readonly format: Localized;
  /** Null for a task that is this project's own. */
  readonly paper: TaskPaper | null;
  /** What it can honestly be learned with; the first one is the default. */
  readonly architectures: readonly [Architecture, ...Architecture[]];
  readonly options: OptionSpecs;
  /** Left out when the task takes no files. */
  readonly reads?: TaskReads;
  /** Whether it learns from the built-in book when no file is given; others then generate their data. */
  readonly book?: boolean;
  /** The context this task needs, when it leaves no choice. */
  fixedSeqLen?(config: TaskConfig): number | undefined;
  /** Options that the files decide unless the config does. @throws UserError when the files are not what they should be. */
  optionsOf?(files: readonly TaskFile[]): Readonly<Record<string, OptionValue>>;
  /** @throws UserError when the options or the files cannot make a task. */
  create(config: TaskConfig, seqLen: number, files?: readonly TaskFile[]): Task;
}

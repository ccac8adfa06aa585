/** A probe asks of one model what a training step cannot say: it runs other programs on the same values. */
import type { UserError } from '../core/errors.ts';
import type { Localized } from '../core/message/index.ts';
import type { Member } from '../core/registry.ts';
import type { Data, Engine } from '../engine/types.ts';
import type { ModelConfig, Source } from '../model/types.ts';
import type { Batch } from '../task/types.ts';

/** A model with its values, and the data it is asked on. */
export interface Subject {
  readonly model: ModelConfig;
  /** Parameters and running statistics by key. */
  readonly tensors: ReadonlyMap<string, Data>;
  readonly engine: Engine;
  /** Of validation; each of `batchSize` sequences. */
  readonly batches: readonly Batch[];
  readonly batchSize: number;
  /** The training step that the values belong to, from 1, for plans that change with it. */
  readonly step: number;
  /** Of what probes draw at random. */
  readonly seed: number;
  /** What the run that made the values went through, by training step; none at initialisation. */
  readonly curves?: Curves;
  readonly signal?: AbortSignal;
}

export interface Curves {
  readonly loss: readonly number[];
  readonly gradientNorm: readonly number[];
}

/** A number for each label: keys of blocks or names of taps, or `model` for what belongs to the whole model. */
export interface ProbeSeries {
  readonly id: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

export interface Probe extends Member {
  readonly title: Localized;
  readonly definition: Localized;
  readonly paper?: Source;
  /** Why this model cannot be asked, if it cannot. */
  refusal?(subject: Pick<Subject, 'model' | 'curves'>): UserError | undefined;
  measure(subject: Subject): Promise<readonly ProbeSeries[]>;
}

/** The label of what belongs to the whole model. */
export const whole = 'model';

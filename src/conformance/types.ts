/** A conformance kit: one small model with every number it takes and gives, for others to check theirs against. */
import type { Data } from '../engine/types.ts';
import type { ModelConfig } from '../model/types.ts';
import type { OptimizerConfig } from '../optim/optimizer/types.ts';

export const kitFormat = 1;

export interface KitSpec {
  readonly format: typeof kitFormat;
  readonly model: ModelConfig;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly clip: number | null;
  /** Optimizer steps taken. */
  readonly steps: number;
}

export interface KitTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly data: Data;
}

export interface KitOutputs {
  /** Of the first batch, before any update; nats. */
  readonly loss: number;
  /** Before each step. */
  readonly losses: readonly number[];
  /** Global gradient norm at each step, before clipping. */
  readonly gradientNorms: readonly number[];
  /** Of the first batch after all steps, with running statistics. */
  readonly evalLoss: number;
}

/** What goes in. */
export interface KitQuestion {
  readonly spec: KitSpec;
  /** Parameters and running states before the first step. */
  readonly parameters: readonly KitTensor[];
  /** `step.{k}.{tokens, patches, source, targets, weights}`, and `step.{k}.mask:{place}` of dropout and layer drop. */
  readonly inputs: readonly KitTensor[];
}

/** What comes out. */
export interface KitAnswer {
  readonly outputs: KitOutputs;
  /** Of the first batch at every tap, in the order the data passes, [batch, position, feature]; none in kits of older versions. */
  readonly activations: readonly KitTensor[];
  /** Of the first batch's loss, by parameter. */
  readonly gradients: readonly KitTensor[];
  /** Parameters and running states after all steps. */
  readonly after: readonly KitTensor[];
}

/** A model that differs in one thing and has the same parameters, or some of them: what it makes of the first batch. */
export interface Neighbour {
  /** What differs, as a spec says it: `placement: span`, `normalizer: layer, eps: 0.000001`. */
  readonly change: string;
  /** Its ε, where that is what differs. */
  readonly eps?: number;
  readonly loss: number;
  /** Global, before clipping. */
  readonly gradientNorm: number;
}

export interface Neighbourhood {
  /** ε of the kit's own normalizer. */
  readonly eps: number;
  readonly models: readonly Neighbour[];
}

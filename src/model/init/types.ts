import type { Localized } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { SublayerTap } from '../taps.ts';
import type { ModelConfig, ParameterSpec, Place, Source } from '../types.ts';

export type Distribution =
  | { readonly kind: 'normal'; readonly std: number }
  /** Normal values further out than `cut` deviations are drawn again. */
  | { readonly kind: 'truncated'; readonly std: number; readonly cut: number }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

/** A matrix to be drawn, or one of those it is made of. */
export interface Drawn {
  readonly parameter: ParameterSpec;
  /** q, k, v, gate, up; '' for a matrix that is one. */
  readonly part: string;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A start that is measured: one forward pass on the first training batch, before the first step. */
export interface Profile {
  /** The learnable value that is set, where a model has one. */
  readonly parameter: string;
  /** What it is during the pass. */
  readonly during: number;
  /** Tap whose variance over all tokens and features is taken at every sublayer. */
  readonly tap: SublayerTap;
  /** What it becomes at sublayer i of a stack, given the variances at all of them. */
  value(variances: readonly number[], i: number): number;
}

export interface Init extends Member {
  readonly title: Localized;
  readonly rule: Localized;
  readonly paper: Source;
  readonly options: OptionSpecs;
  readonly profile?: Profile;
  /** What it is for, in a line. */
  readonly about?: Localized;
  /** In what published code differs from it, or from its paper. */
  readonly differs?: Localized;
  /** Published constants at a place. */
  constants(place: Place): Readonly<Record<string, number>>;
  /** How a matrix of the model is distributed; gains, biases and learnable scales never come here. */
  distribution(drawn: Drawn, model: ModelConfig, options: Readonly<Record<string, unknown>>): Distribution;
}

type Definition<S extends OptionSpecs> = Omit<Init, 'options' | 'constants' | 'distribution'> & {
  readonly options?: S;
  readonly constants?: Init['constants'];
  distribution(drawn: Drawn, model: ModelConfig, options: OptionValues<S>): Distribution;
};

export const defineInit = <const S extends OptionSpecs = Record<never, never>>(definition: Definition<S>): Init => ({
  ...definition,
  options: definition.options ?? {},
  constants: definition.constants ?? (() => ({})),
  distribution: definition.distribution as Init['distribution'],
});

/** Roles whose rows are looked up or added, not multiplied through. */
export const isEmbedding = ({ role }: ParameterSpec): boolean => role === 'embedding' || role === 'position';

/** The matrices whose size sets what a branch writes: v and out in attention, both of the FFN. */
export const carriesBranch = ({ parameter: { role }, part }: Drawn): boolean =>
  part === 'v' || role === 'out' || role === 'fc1' || role === 'fc2';

/** The last matrix of a branch. */
export const writesStream = ({ parameter: { role } }: Drawn): boolean => role === 'out' || role === 'fc2';

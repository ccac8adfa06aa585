import type { Localized, Text } from '../../core/message/index.ts';
import type { OptionSpecs, OptionValues } from '../../core/options.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Source } from '../types.ts';

interface WeightOptions {
  /** What the gain starts at, before the site's own factor. */
  readonly initial?: number;
  /** What is added to the stored value to give the gain: 1 for normalizers that store gain − 1. */
  readonly offset?: number;
  /** One value for all features. */
  readonly scalar?: boolean;
}

/** What a normalizer may ask of the place where it stands. */
export interface NormContext {
  /** Whether batch statistics are taken (training) or the running ones used. */
  readonly train: boolean;
  /** Rows of x that follow one another in one sequence. */
  readonly seqLen: number;
  /** The stored gain, one per feature. */
  weight(options?: WeightOptions): Tensor;
  /** Shift, one per feature, initially 0. */
  bias(): Tensor;
  /** Another trainable number. */
  scalar(name: string, initial: number): Tensor;
  /** A running value per feature; `next` says what a training step makes of it. */
  running(name: string, initial: number, next?: (current: Tensor) => Tensor): Tensor;
  /** Says what a running value becomes, given the gradient of the loss with respect to `of`. */
  moveByGradient(name: string, of: Tensor, next: (gradient: Tensor) => Tensor): void;
  /** Adds `extra` to the gradient that reaches x. */
  steer(x: Tensor, extra: Tensor): void;
  /** The training step, from 1. */
  step(): Tensor;
}

/** What one statistic is taken over, for x [batch, position, feature]. */
export type Axis = 'batch' | 'position' | 'feature';

export interface Normalizer extends Member {
  readonly title: Localized;
  /** How equations write it: LN(x). */
  readonly symbol: string;
  readonly equation: Text;
  readonly paper: Source;
  readonly options: OptionSpecs;
  readonly eps: number;
  /** √(v + ε), √v + ε, max(√v, ε), or no ε at all. */
  readonly epsAt: 'inside' | 'outside' | 'clamp' | 'none';
  /** Axes one statistic is taken over; none for pointwise functions. */
  readonly axes: readonly Axis[];
  /** False when a token's value depends on tokens after it, which a decoder must not see. */
  readonly causal: boolean;
  /** Whether evaluation uses other statistics than training. */
  readonly trainEvalDiffers: boolean;
  /** What one token's output does not notice, with ε = 0: a factor on the token, a number added to all its features. */
  readonly invariant: { readonly scale: boolean; readonly shift: boolean };
  /** What is published about it; in what published code differs from it, or from its paper. */
  readonly about?: { readonly claim: Localized; readonly traps: Localized; readonly differs?: Localized };
  /** x [tokens, features] normalized. */
  apply(context: NormContext, x: Tensor, eps: number, options: Readonly<Record<string, unknown>>): Tensor;
}

type Definition<S extends OptionSpecs> = Omit<Normalizer, 'options' | 'apply'> & {
  readonly options?: S;
  apply(context: NormContext, x: Tensor, eps: number, options: OptionValues<S>): Tensor;
};

export const defineNormalizer = <const S extends OptionSpecs = Record<never, never>>(definition: Definition<S>): Normalizer => ({
  ...definition,
  options: definition.options ?? {},
  apply: definition.apply as Normalizer['apply'],
});

/** Of normalizers that look at one token alone. */
export const perToken = { axes: ['feature'], causal: true, trainEvalDiffers: false } as const;

import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Source } from '../types.ts';

/** What a normalizer may ask of the place where it stands. */
export interface NormContext {
  /** Whether batch statistics are taken (training) or the running ones used. */
  readonly train: boolean;
  /** Gain, one per feature, initially 1. */
  weight(): Tensor;
  /** Shift, one per feature, initially 0. */
  bias(): Tensor;
  /** A running value per feature; `next` says what a training step makes of it. */
  running(name: string, initial: number, next?: (current: Tensor) => Tensor): Tensor;
}

export interface Normalizer extends Member {
  readonly title: Localized;
  /** How equations write it: LN(x). */
  readonly symbol: string;
  readonly equation: string;
  readonly paper: Source;
  readonly eps: number;
  /** False when a token's value depends on tokens after it, which a decoder must not see. */
  readonly causal: boolean;
  /** Whether evaluation uses other statistics than training. */
  readonly trainEvalDiffers: boolean;
  /** x [tokens, features] normalized. */
  apply(context: NormContext, x: Tensor, eps: number): Tensor;
}

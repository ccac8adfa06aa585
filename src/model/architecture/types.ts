import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { SublayerKind } from '../types.ts';

/** A pile of equal blocks. */
export interface Stack {
  readonly id: 'encoder' | 'decoder';
  /** What its keys and taps begin with. */
  readonly prefix: string;
  readonly depth: number;
  /** Branches of each block, in order. */
  readonly sublayers: readonly SublayerKind[];
  /** Whether a position sees only those before it. */
  readonly causal: boolean;
  /** What it reads. */
  readonly reads: 'input' | 'source';
}

export interface Architecture extends Member {
  readonly title: Localized;
  /** Stacks in the order they run: each may attend to the one before it, the last one answers. */
  stacks(shape: { readonly nLayers: number; readonly nEncoderLayers: number }): readonly Stack[];
}

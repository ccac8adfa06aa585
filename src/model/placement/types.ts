/**
 * Placement is data: a pure function from a place in the network to a small record.
 *
 *     x ──[entry]──┬────────────── a ───────────────(+)──[exit]── y
 *                  └─[input]·s── f ──[output]·b──────┘
 */
import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Source, SublayerKind } from '../types.ts';

/** A norm at one site. Empty: the model's own normalizer. */
export interface NormSite {
  readonly normalizer?: string;
}

export interface SublayerPlan {
  /** Norm on the stream before it forks. */
  readonly entry?: NormSite;
  /** Norm on what f receives. */
  readonly input?: NormSite;
  /** Norm on what f returns. */
  readonly output?: NormSite;
  /** Norm on the sum. */
  readonly exit?: NormSite;
  /** Factor on what f receives. */
  readonly inputScale?: number;
  /** Factor on what f's branch writes. */
  readonly branchScale?: number;
  /** Factor on the identity. */
  readonly streamScale?: number;
}

export interface Place {
  /** Block, from 0. */
  readonly layer: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly sublayer: SublayerKind;
}

export interface Placement extends Member {
  readonly title: Localized;
  readonly paper: Source;
  /** Whether a norm stands between the last block and the head. */
  readonly finalNorm: boolean;
  plan(place: Place): SublayerPlan;
}

/** A norm as the model's normalizer has it. */
export const norm: NormSite = {};

/** A rule of the reading: when it applies, and what it says. Rules see measured numbers, never what an arm is. */
import type { Language, MessageKey, MessageValues } from '../../core/message/index.ts';
import type { Edge } from '../../study/edge.ts';
import type { Profile } from '../data/profile.ts';
import type { Cell } from '../data/selection.ts';

export interface ArmFacts {
  readonly gradient: Profile | null;
  readonly streamIn: Profile | null;
  readonly streamSum: Profile | null;
  readonly streamOut: Profile | null;
  readonly identity: Profile | null;
  readonly selection: readonly Cell[];
  /** Where the chosen learning rate is the last that was tried. */
  readonly edge: Edge | null;
  readonly lr: number | null;
  readonly warmup: number | null;
  readonly loss: number | null;
  /** The one size from which words call a difference one: what the study's seeds show, nats; null where they show nothing. */
  readonly telling: number | null;
  readonly diverged: number;
  readonly judged: number;
  /** Judging runs that the means leave out. */
  readonly leftOut: number;
  readonly bigramEntropy: number | null;
  readonly uniformEntropy: number;
  readonly language: Language;
}

export interface Sentence {
  readonly key: MessageKey;
  readonly values: MessageValues;
}

export interface Rule<Facts> {
  readonly id: string;
  readonly when: (facts: Facts) => boolean;
  readonly say: (facts: Facts) => Sentence;
}

export const usable = (values: readonly number[] | undefined): values is readonly number[] =>
  values !== undefined && values.length > 1 && values.every((value) => Number.isFinite(value) && value > 0);

/** Largest over smallest; NaN where that means nothing. */
export function spread(values: readonly number[] | undefined): number {
  return usable(values) ? Math.max(...values) / Math.min(...values) : Number.NaN;
}

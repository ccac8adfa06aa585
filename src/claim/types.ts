/** A claim of a paper or of the study note, as an experiment: what is said, what is measured, and the rule that decides, fixed before the result. */
import type { Localized } from '../core/message/index.ts';
import type { Member } from '../core/registry.ts';
import type { Source } from '../model/types.ts';
import type { StudyResult } from '../study/types.ts';
import type { Answer, Need, ProbeNeed, SignalCell, SignalNeed, StudyNeed } from './need/types.ts';

export type ClaimVerdict = 'supported' | 'contradicted' | 'not shown at this scale';

/** Whose words the claim is. */
export const claimGroups = ['note', 'plan', 'literature'] as const;
export type ClaimGroup = (typeof claimGroups)[number];

/** Numbers at one size, one for each seed in the same order everywhere; NaN where a run gave none. */
export interface Cell {
  /** The size that was varied, such as the depth, or a name such as the task. */
  readonly at: number | string;
  readonly values: readonly number[];
}

/** One arm over all sizes. */
export interface Line {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** All that a verdict and its figure need, by the name of the table: what is committed as evidence. */
export type Numbers = Readonly<Record<string, readonly Line[]>>;

/** The effect at one size. */
export interface Effect {
  readonly at: number | string;
  /** Null when no number is left. */
  readonly mean: number | null;
  /** Null with fewer than two numbers. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly leftOut: number;
}

export interface Decision {
  readonly verdict: ClaimVerdict;
  /** At the largest size. */
  readonly effect: Effect;
  /** At every size, the smallest first. */
  readonly trend: readonly Effect[];
  /** Where the claim says that the effect lies; either end may be infinite. */
  readonly within: readonly [number, number];
  readonly unit: Localized;
}

/** From numbers to a verdict, and the same in words. */
export interface Rule {
  readonly words: Localized;
  /** How a size is called, with {at} in it; empty where there is but one. */
  readonly size: Localized;
  decide(numbers: Numbers): Decision;
}

export interface Figure {
  /** `lines`: a table over sizes; `effects`: the effect at each size around what the claim says; `counts`: one number a line. */
  readonly kind: 'lines' | 'effects' | 'counts';
  /** Which table; `main` when left out. */
  readonly table?: string;
  /** Lines that are drawn, in this order; all when left out. */
  readonly only?: readonly string[];
  readonly x?: Localized;
  readonly y: Localized;
  /** Both axes logarithmic. */
  readonly log?: boolean;
  /** Names of lines that are not placements. */
  readonly names?: Readonly<Record<string, Localized>>;
  /** Exponents that theory predicts, by line; on log axes. */
  readonly theory?: Readonly<Record<string, number>>;
}

export interface Claim extends Member {
  readonly group: ClaimGroup;
  readonly statement: Localized;
  readonly sources: readonly Source[];
  /** The scale at which it was published, beside which ours stands. */
  readonly published: Localized;
  readonly needs: Readonly<Record<string, Need>>;
  readonly rule: Rule;
  readonly figure: Figure;
  /** An earlier rule or measurement that was wrong, what came of it, and what was changed before a fresh run. */
  readonly earlier?: Localized;
  /** Results of the needs, by name -> the numbers of the verdict. */
  read(results: Readonly<Record<string, unknown>>): Numbers;
}

export type ResultOf<N> = N extends SignalNeed
  ? readonly SignalCell[]
  : N extends StudyNeed
    ? StudyResult
    : N extends ProbeNeed
      ? readonly Answer[]
      : never;

interface Definition<N extends Readonly<Record<string, Need>>> extends Omit<Claim, 'needs' | 'read'> {
  readonly needs: N;
  read(results: { readonly [K in keyof N]: ResultOf<N[K]> }): Numbers;
}

export const defineClaim = <const N extends Readonly<Record<string, Need>>>(definition: Definition<N>): Claim => definition as Claim;

type Shared<N extends Readonly<Record<string, Need>>> = Pick<Definition<N>, 'group' | 'needs' | 'read' | 'figure'>;

/** A maker of claims that one study answers: each says which lines of their figure it draws, all when it says nothing. */
export const answeredBy =
  <const N extends Readonly<Record<string, Need>>>(shared: Shared<N>) =>
  ({ only, ...own }: Omit<Claim, keyof Shared<N>> & Pick<Figure, 'only'>): Claim =>
    defineClaim({ ...shared, ...own, figure: { ...shared.figure, ...(only && { only }) } } as Definition<N>);

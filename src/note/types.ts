/** The study note as data: sections of sentences, each with the claims behind it, so that its wording follows their verdicts. */
import type { ClaimVerdict } from '../claim/types.ts';
import type { Language, Localized } from '../core/message/index.ts';

/** What came of a claim; `none` where it was not measured. */
export type Outcome = ClaimVerdict | 'none';

export type ByOutcome = Readonly<Partial<Record<Outcome, Localized>>>;

/** One claim in its own words; where there are none for an outcome, the claim's statement is quoted. */
export interface Finding {
  readonly claim: string;
  /** What the effect is, in a few words. */
  readonly effect?: Localized;
  readonly says?: ByOutcome;
}

export interface Row {
  readonly claim: string;
  readonly name: Localized;
}

/** A claim in the summary, by its statement where there is nothing briefer. */
export interface Brief {
  readonly claim: string;
  readonly brief?: Localized;
}

/** A piece of advice. The first claim decides how it reads; `otherwise` is for every outcome that has no words of its own. */
export interface Point {
  /** None where it rests on a definition. */
  readonly claims: readonly string[];
  readonly says?: ByOutcome;
  readonly otherwise: Localized;
}

export type Block =
  | { readonly kind: 'text'; readonly text: Localized }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  /** Claims that say the same of one thing after the other; `about` names the column of things. */
  | { readonly kind: 'table'; readonly about: Localized; readonly effect: Localized; readonly rows: readonly Row[] }
  /** The figure of a claim in the running text; every other figure stands among the details at the end. */
  | { readonly kind: 'figure'; readonly claim: string }
  | { readonly kind: 'points'; readonly points: readonly Point[]; readonly boxes?: boolean }
  /** The claims named, grouped by what came of them. */
  | { readonly kind: 'outcomes'; readonly claims: readonly Brief[] }
  /** Published results that contradict each other, and what came of the claims that bear on them. */
  | { readonly kind: 'disputes' }
  /** What would settle the claims with these outcomes. */
  | { readonly kind: 'next'; readonly outcomes: readonly Outcome[] };

export interface Section {
  readonly title: Localized;
  readonly blocks?: readonly Block[];
  readonly parts?: readonly Section[];
}

/** Where the figures and pages of claims are, as a note links to them. */
export interface Links {
  /** Address of a claim's figure. */
  figure(id: string, svg: string, language: Language): string;
  /** Address of the page of a claim, where the note stands beside them. */
  page?(id: string, language: Language): string;
  /** Address of the same note in the other language. */
  readonly other?: string;
}

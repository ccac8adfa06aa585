/** What is published about a member of a family, in words: catalogues of these, one for each language. */

export interface AboutPlacement {
  /** What its paper claims, with the number where one is published. */
  readonly claim: string;
  readonly failure: string;
  /** What it equals in a limit. */
  readonly limits: readonly string[];
  /** Other names, and names that mislead. */
  readonly synonyms: readonly string[];
}

export interface AboutNormalizer {
  readonly claim: string;
  readonly traps: string;
}

export interface AboutLine {
  readonly about: string;
}

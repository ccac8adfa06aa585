/** Characters as tokens. Token 0 stands for every character without a token of its own. */

export interface Vocabulary {
  /** Tokens, the unknown one included. */
  readonly size: number;
  readonly tokens: ReadonlyMap<string, number>;
  /** Different characters of the training split that share token 0. */
  readonly replaced: number;
}

/** The `cap` most frequent characters get tokens (ties by code point); all others share token 0. */
export function buildVocabulary(characters: readonly string[], cap: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([character]) => character);
  const kept = ranked.slice(0, cap);
  return { size: kept.length + 1, tokens: new Map(kept.map((character, i) => [character, i + 1])), replaced: ranked.length - kept.length };
}

export const encode = ({ tokens }: Vocabulary, characters: readonly string[]): Int32Array =>
  Int32Array.from(characters, (character) => tokens.get(character) ?? 0);

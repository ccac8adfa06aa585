/** Characters (Unicode code points) as tokens. Token 0 stands for every character without a token of its own. */

export interface Vocabulary {
  /** Tokens, the unknown one included. */
  readonly size: number;
  /** Token by code point. */
  readonly tokens: ReadonlyMap<number, number>;
  /** Different characters of the training split that share token 0. */
  readonly replaced: number;
}

/** The code points of a text: a character outside the basic plane is one, not two. */
export function codePoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; count++) {
    const point = text.codePointAt(i) as number;
    points[count] = point;
    i += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, count);
}

/** The `cap` most frequent characters get tokens (ties by code point); all others share token 0. */
export function buildVocabulary(texts: readonly Uint32Array[], cap: number): Vocabulary {
  const counts = new Map<number, number>();
  for (const characters of texts) for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([character]) => character);
  const kept = ranked.slice(0, cap);
  return { size: kept.length + 1, tokens: new Map(kept.map((character, i) => [character, i + 1])), replaced: ranked.length - kept.length };
}

export const encode = ({ tokens }: Vocabulary, characters: Uint32Array): Int32Array =>
  new Int32Array(characters).map((character) => tokens.get(character) ?? 0);

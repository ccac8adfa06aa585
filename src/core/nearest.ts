/** Which known word was probably meant by one that is not known. */

/** Case and what joins words do not matter: "Post-LN" is "postln". */
export const plainWord = (word: string): string => word.toLowerCase().replace(/[-_\s]/g, '');

/** Insertions, deletions, replacements and exchanges of neighbours that make one word the other (optimal string alignment). */
export function distance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] as number) + 1 : Infinity;
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + same, exchanged));
    }
    [before, row] = [row, next];
  }
  return row[b.length] as number;
}

/** The first of the known words that are nearest; undefined when none is near: a third of its letters may differ, or what one lacks at its end. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = plainWord(given);
  if (word === '') return undefined;
  const scored = known.map((choice) => {
    const other = plainWord(choice);
    const far = distance(word, other);
    const begins = Math.min(word.length, other.length) >= 3 && (word.startsWith(other) || other.startsWith(word));
    return { choice, far, near: far <= Math.max(1, Math.floor(Math.max(word.length, other.length) / 3)) || begins };
  });
  return scored.filter(({ near }) => near).sort((a, b) => a.far - b.far)[0]?.choice;
}

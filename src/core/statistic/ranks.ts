/** Ranks with ties averaged. */

/** Rank of each item, 1 for the least by `compare`; equal items share the mean of the ranks they take up. */
export function ranks<T>(items: readonly T[], compare: (a: T, b: T) => number): number[] {
  const order = items.map((_, i) => i).sort((i, j) => compare(items[i], items[j]));
  const found = new Array<number>(items.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && compare(items[order[start]], items[order[end]]) === 0) end++;
    for (let at = start; at < end; at++) found[order[at]] = (start + 1 + end) / 2;
  }
  return found;
}

/** Order statistics. No number between two is made up, so that infinite values stay what they are. */

/** Of sorted draws, the one at rank p · (n + 1), rounded and kept inside: with 9999 draws the 250th at p = 0.025. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  const rank = Math.round(p * (sorted.length + 1));
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
}

/** The middle value, or the mean of the middle two; NaN of nothing. Numbers that are none count as infinite. */
export function median(values: readonly number[]): number {
  const sorted = values
    .map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return (low + high) / 2;
}

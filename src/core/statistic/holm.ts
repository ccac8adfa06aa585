/**
 * Holm's step-down correction, in the given order: p(i) raised to max over j ≤ i of (m − j + 1) · p(j), p sorted, at most 1.
 * Keeps the chance of any false finding among the m at the level of one test. Holm 1979, A Simple Sequentially Rejective Procedure.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
  const corrected = new Array<number>(pValues.length);
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * pValues[index]));
    corrected[index] = floor;
  });
  return corrected;
}

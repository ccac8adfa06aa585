/** Where a curve stops being a number. Such places are marked in every figure, never dropped. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The first point of each stretch of non-finite values, at the height of the last finite one (null: there was none). */
export function breaks(points: readonly Point[]): { x: number; y: number | null }[] {
  const found: { x: number; y: number | null }[] = [];
  let last: number | null = null;
  let broken = false;
  for (const { x, y } of points) {
    const now = !Number.isFinite(y);
    if (now && !broken) found.push({ x, y: last });
    if (!now) last = y;
    broken = now;
  }
  return found;
}

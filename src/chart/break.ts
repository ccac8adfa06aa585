/** Where a curve stops being a number. Such places are marked in every figure, never dropped. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Break {
  readonly x: number;
  /** The last finite point before it; null when there was none. */
  readonly last: Point | null;
}

/** The first point of each stretch of non-finite values. */
export function breaks(points: readonly Point[]): Break[] {
  const found: Break[] = [];
  let last: Point | null = null;
  let broken = false;
  for (const { x, y } of points) {
    const now = !Number.isFinite(y);
    if (now && !broken) found.push({ x, last });
    if (!now) last = { x, y };
    broken = now;
  }
  return found;
}

/** Diagonal lines cut to a rectangle: an SVG pattern would need an id, and ids of several figures in one page collide. */
import type { Box } from './dodge.ts';

/** Lines that rise to the right, `gap` pixels apart along the edges, as one path. */
function rising({ x, y, width, height }: Box, gap: number): string {
  let d = '';
  for (let at = gap / 2; at < width + height; at += gap) {
    const [x1, y1] = at <= height ? [x, y + at] : [x + at - height, y + height];
    const [x2, y2] = at <= width ? [x + at, y] : [x + width, y + at - width];
    d += `M${x1},${y1}L${x2},${y2}`;
  }
  return d;
}

/** The same lines falling to the right. */
function falling(box: Box, gap: number): string {
  const mirrored = rising({ ...box, x: 0, y: 0 }, gap);
  return mirrored.replace(
    /([ML])([^,]+),([^ML]+)/g,
    (_all, step, at, down) => `${step}${box.x + box.width - Number(at)},${box.y + Number(down)}`,
  );
}

/** `crossed` for two directions. */
export const hatch = (box: Box, gap: number, crossed = false): string => rising(box, gap) + (crossed ? falling(box, gap) : '');

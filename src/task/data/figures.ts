/**
 * Figures to tell apart, as predicates around their centre. All have the area of the unit circle, and all are drawn within the same
 * margins, so that neither brightness nor place tells which one it is.
 */
import type { Random } from '../../core/random.ts';

type Figure = (x: number, y: number) => boolean;

const squareHalf = Math.sqrt(Math.PI) / 2;
/** An equilateral triangle, its centre of mass at 0. */
const edge = Math.sqrt((4 * Math.PI) / Math.sqrt(3));
const [apex, foot] = [edge / Math.sqrt(3), edge / (2 * Math.sqrt(3))];
/** Two bars crossing, each three times as long as wide. */
const bar = Math.sqrt((9 * Math.PI) / 20);

export const figures: readonly Figure[] = [
  (x, y) => x * x + y * y <= 1,
  (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= squareHalf,
  (x, y) => y <= foot && Math.abs(x) <= (y + apex) / Math.sqrt(3),
  (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= bar && Math.min(Math.abs(x), Math.abs(y)) <= bar / 3,
];

/** How far the widest figure reaches from its centre. */
const reach = apex;
/** Radii, as shares of the side. */
const [smallest, largest] = [0.15, 0.25];

/** One figure of random size and place, bright on dark, with normal noise on every pixel; rows from the top. */
export function draw(figure: Figure, side: number, noise: number, stream: Random): Float64Array {
  const radius = side * (smallest + (largest - smallest) * stream.uniform());
  const margin = reach * radius;
  const [left, top] = [0, 1].map(() => margin + (side - 2 * margin) * stream.uniform()) as [number, number];
  return Float64Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
    return (figure((x - left) / radius, (y - top) / radius) ? 1 : 0) + noise * stream.normal();
  });
}

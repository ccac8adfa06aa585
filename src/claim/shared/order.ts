/** How far measured values are in a published order. */
import type { Effects } from '../rule/combine.ts';
import { effectOf } from '../rule/effect.ts';

/** Kendall's tau of values against their order; ties count for neither. */
export function tauOf(values: readonly number[]): number {
  const pairs = values.flatMap((a, i) => values.slice(i + 1).map((b) => Math.sign(b - a)));
  return pairs.some(Number.isNaN) ? Number.NaN : pairs.reduce((sum, sign) => sum + sign, 0) / pairs.length;
}

/** Tau of the lines named, whose values should rise from the first to the last, at each size, seed by seed. */
export const agreement =
  (order: readonly string[]): Effects =>
  ({ main = [] }) => {
    const lines = order.map((id) => main.find((line) => line.id === id)?.cells ?? []);
    return (lines[0] ?? []).map(({ at, values }) =>
      effectOf(
        at,
        values.map((_, seed) => tauOf(lines.map((cells) => cells.find((cell) => cell.at === at)?.values[seed] ?? Number.NaN))),
      ),
    );
  };

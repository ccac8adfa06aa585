/** Which placement is best on each task. */

import type { Effects } from '../rule/combine.ts';
import { effectOf } from '../rule/effect.ts';
import type { Cell, Effect, Line, Numbers } from '../types.ts';

/** Of one task's table, the arms in order of mean loss at the largest size; those without numbers last. */
export function ranked(lines: readonly Line[]): readonly { readonly id: string; readonly values: readonly number[] }[] {
  const last = lines.map(({ id, cells }) => ({ id, values: (cells.at(-1) as Cell | undefined)?.values ?? [] }));
  const key = (values: readonly number[]): number => effectOf('', values).mean ?? Number.POSITIVE_INFINITY;
  return [...last].sort((a, b) => key(a.values) - key(b.values));
}

/** The arm that is best on most tasks; the first of equals. */
export function champion(numbers: Numbers): string {
  const wins = new Map<string, number>();
  for (const lines of Object.values(numbers)) {
    const best = ranked(lines)[0]?.id ?? '';
    wins.set(best, (wins.get(best) ?? 0) + 1);
  }
  return [...wins].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** On each task the champion's loss minus that of the best other arm, seed by seed. */
export const championLead: Effects = (numbers) => {
  const name = champion(numbers);
  return Object.entries(numbers).map(([task, lines]): Effect => {
    const order = ranked(lines);
    const mine = order.find(({ id }) => id === name)?.values ?? [];
    const rival = order.find(({ id }) => id !== name)?.values ?? [];
    return effectOf(
      task,
      mine.map((value, i) => value - (rival[i] ?? Number.NaN)),
    );
  });
};

/** Arms that were made of one by varying it, along which numbers they lie. */
import type { ArmResult } from '../../study/types.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A varied field that takes at least two numbers, and those that follow from it, as the widths of shapes of equal cost follow from their depth. */
export interface NumericAxis {
  readonly path: string;
  readonly following: readonly string[];
}

export function numericAxes(arms: readonly ArmResult[]): NumericAxis[] {
  const paths = [...new Set(arms.flatMap(({ varied }) => Object.keys(varied)))].filter((path) => {
    const values = arms.map(({ varied }) => varied[path]);
    return values.every(isNumber) && new Set(values).size > 1;
  });
  const pairs = (a: string, b: string) => new Set(arms.map(({ varied }) => `${varied[a]} ${varied[b]}`)).size;
  /** Whether b is a function of a. */
  const decides = (a: string, b: string): boolean => pairs(a, b) === new Set(arms.map(({ varied }) => varied[a])).size;
  const leads = (path: string): boolean =>
    paths.every((other, at) => other === path || !decides(other, path) || (decides(path, other) && at > paths.indexOf(path)));
  return paths.filter(leads).map((path) => ({ path, following: paths.filter((other) => other !== path && decides(path, other)) }));
}

/** A record without some of its keys. */
export const without = (fields: Readonly<Record<string, unknown>>, paths: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !paths.includes(key)));

/** Items with equal keys together, in the order of the first of each. */
export function gather<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

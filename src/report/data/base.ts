/** Arms that were made of one by varying it, along which numbers they lie. */
import type { ArmResult } from '../../study/types.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Paths of the varied fields that take at least two numbers. */
export function numericFields(arms: readonly ArmResult[]): string[] {
  const paths = [...new Set(arms.flatMap(({ varied }) => Object.keys(varied)))];
  return paths.filter((path) => {
    const values = arms.map(({ varied }) => varied[path]);
    return values.every(isNumber) && new Set(values).size > 1;
  });
}

/** A record without one of its keys. */
export const without = (fields: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== path));

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

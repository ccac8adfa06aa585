/** Runs as the server tells them: fields of their specs come once for all of them. */
import type { Fields, Listing, RunRow } from '../../../src/serve/dashboard/wire.ts';

export interface Run extends RunRow {
  readonly fields: Fields;
}

export function withFields({ runs, fields }: Pick<Listing, 'runs' | 'fields'>): Run[] {
  const known = runs.map((): Record<string, string> => ({}));
  for (const { path, values, of } of fields) {
    known.forEach((fields, i) => {
      const value = values[of === null ? 0 : (of[i] as number)];
      if (value !== undefined) fields[path] = value;
    });
  }
  return runs.map((run, i) => ({ ...run, fields: known[i] as Fields }));
}

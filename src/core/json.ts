/** One encoding of numbers for every file: JSON with "NaN", "Infinity" and "-Infinity" as strings, and one canonical order of keys. */

const nonFinite: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

const encodeNumber = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** JSON text in which non-finite numbers are strings. */
export const toJson = (value: unknown, indent?: number): string => JSON.stringify(value, encodeNumber, indent);

/** The number behind a JSON field written by {@link toJson}. */
export const fromJsonNumber = (value: unknown): number => (typeof value === 'number' ? value : (nonFinite[String(value)] ?? Number.NaN));

/** Canonical JSON: keys sorted, undefined left out; equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return toJson(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sortKeys(child)]));
}

/** What a database answers, as values of JSON. */

/** A result, column names beside the rows; names that occur twice are told apart. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows beyond these were not read. */
  readonly more: boolean;
}

/** Whole numbers beyond 2^53 become texts, dates ISO 8601, bytes hexadecimal; NaN and the infinities stay numbers. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

/** Rows as objects by column. */
export const records = ({ columns, rows }: Answer): Record<string, unknown>[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));

import Table from 'cli-table3';

/** A plain table; CJK characters keep their columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [] } });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}

/** Small p values as a bound, not as 0.000. */
export const probability = (p: number | null): string => (p !== null && p < 0.001 ? '< 0.001' : fixed(p));

export const fixed = (value: number | null, digits = 3): string => (value === null ? '–' : unsignedZero(value.toFixed(digits)));

/** What rounds to nothing has no sign. */
const unsignedZero = (text: string): string => (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);

/** "2.345 [2.310, 2.380]" */
export const withInterval = (mean: number | null, low: number | null, high: number | null, digits = 3): string =>
  low === null || high === null ? fixed(mean, digits) : `${fixed(mean, digits)} [${fixed(low, digits)}, ${fixed(high, digits)}]`;

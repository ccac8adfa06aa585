/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */
import type { Cell, Column } from './runs-table.ts';

/** What spreadsheets take for the begin of a formula, full-width signs too. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** Words that pandas, DuckDB and R read as numbers. */
const nonFinite: Readonly<Record<string, string>> = { NaN: 'NaN', Infinity: 'inf', '-Infinity': '-inf' };

export const csvHead = (names: readonly string[]): string => csvLine(names.map(csvText));

/** The rows of columns, each ended by CR LF. */
export function csvRows(columns: readonly Column[]): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) lines.push(csvLine(columns.map(({ values }) => csvCell(values[row] ?? null))));
  return lines.join('');
}

const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

/** Nothing stands for null; an empty text is two quotes. */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'string') return csvText(value);
  return Object.is(value, -0) ? '-0' : (nonFinite[String(value)] ?? String(value));
}

/** A text that would be a formula gets an apostrophe before it, as OWASP advises. */
function csvText(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import Table from 'cli-table3';
import stringWidth from 'string-width';
import { fitColumns, wrap } from '../explain/wrap.ts';
import { tableWidth } from './terminal.ts';

/**
 * A plain table; CJK characters keep their columns.
 *
 * @param width no line is longer: cells are folded, and where words are too long for that, each row becomes a list.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], width = tableWidth()): string {
  const whole = drawTable(head, rows);
  if (fits(whole, width)) return whole;
  const [top = [], ...folded] = fitColumns([head, ...rows], width);
  const narrow = drawTable(top, folded);
  return fits(narrow, width) ? narrow : lists(head, rows, width);
}

const fits = (text: string, width: number): boolean => text.split('\n').every((line) => stringWidth(line) <= width);

/** A line for each cell that says something, the first of a row ahead of the others. */
const lists = (head: readonly string[], rows: readonly (readonly string[])[], width: number): string =>
  rows
    .map((row) =>
      row
        .flatMap((cell, i) =>
          cell === ''
            ? []
            : [
                `${i > 0 ? '  ' : ''}${wrap(`${head[i]}${/\p{Script=Han}/u.test(head[i] ?? '') ? '：' : ': '}${cell}`, width - 4).join('\n    ')}`,
              ],
        )
        .join('\n'),
    )
    .join('\n\n');

/** Whether it is as wide as it wants. */
export const tableFits = (head: readonly string[], rows: readonly (readonly string[])[], width = tableWidth()): boolean =>
  fits(drawTable(head, rows), width);

/** How many columns fit as they are; the first `keep` always count. */
export function columnsThatFit(head: readonly string[], rows: readonly (readonly string[])[], keep: number, width = tableWidth()): number {
  let n = head.length;
  const first = (cells: readonly string[]) => cells.slice(0, n);
  while (n > keep && !fits(drawTable(first(head), rows.map(first)), width)) n--;
  return n;
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
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

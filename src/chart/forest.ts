/** Differences between pairs with their intervals around zero: what is to the left or right of the line, and what touches it. */

import { draw, type Inner } from './frame.ts';
import type { ChartOptions } from './options.ts';
import { halo, type Pen } from './pen.ts';
import { extent } from './scale.ts';
import { shorten, textWidth } from './text.ts';
import { armColor, fontSize, surface } from './theme.ts';

export interface ForestRow {
  /** What is compared; with an empty second name, what the row is. */
  readonly pair: readonly [string, string];
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Colour of the arm that the verdict favours; null when no difference is shown, drawn hollow and grey. */
  readonly color: number | null;
  readonly note: string;
}

export interface ForestOptions extends ChartOptions {
  readonly rows: readonly ForestRow[];
  readonly xLabel: string;
  /** Written over the two halves: which side favours which member of the pair. */
  readonly sides: { readonly left: string; readonly right: string };
}

interface Plan {
  readonly narrow: boolean;
  readonly rowHeight: number;
  readonly left: number;
  readonly right: number;
}

function plan(rows: readonly ForestRow[], width: number): Plan {
  if (width < 520) return { narrow: true, rowHeight: 44, left: 12, right: 12 };
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => textWidth(text, fontSize.label)));
  const left = Math.min(widest(rows.map(pairName)) + 16, width * 0.36);
  const right = Math.min(widest(rows.map(({ note }) => note)) + 20, width * 0.28);
  return { narrow: false, rowHeight: 30, left, right };
}

const minus = ' − ';

const pairName = ({ pair }: ForestRow): string => pair.filter((name) => name !== '').join(minus);

/** "A − B" within `limit`: each name keeps at least its half, so that two rows never read the same for want of their second name. */
function fitPair([a, b]: ForestRow['pair'], limit: number): string {
  const size = fontSize.label;
  if (b === '') return shorten(a, limit, size);
  const room = limit - textWidth(minus, size);
  const half = room / 2;
  const shortA = shorten(a, Math.max(half, room - textWidth(b, size)), size);
  return `${shortA}${minus}${shorten(b, room - textWidth(shortA, size), size)}`;
}

const known = (value: number | null): value is number => value !== null && Number.isFinite(value);

function drawInterval(pen: Pen, row: ForestRow, y: number, x: (value: number) => number): void {
  const color = row.color === null ? surface('muted') : armColor(row.color);
  if (known(row.low) && known(row.high)) {
    const [from, to] = [x(row.low), x(row.high)];
    pen.shape('path', { d: `M${from},${y}H${to}M${from},${y - 4}v8M${to},${y - 4}v8`, fill: 'none', stroke: color, 'stroke-width': 2 });
  }
  if (!known(row.difference)) return;
  const fill = row.color === null ? surface('paper') : color;
  pen.shape('circle', { cx: x(row.difference), cy: y, r: 4.5, fill, stroke: color, 'stroke-width': 2, 'data-mark': 'difference' });
}

function drawWords(pen: Pen, row: ForestRow, y: number, inner: Inner, { narrow, left, right }: Plan): void {
  const note = { fill: row.color === null ? surface('muted') : armColor(row.color) };
  if (narrow) {
    const room = inner.right - inner.left - 12;
    const noteRoom = Math.max(room * 0.38, room - textWidth(pairName(row), fontSize.label));
    const shown = shorten(row.note, noteRoom, fontSize.label);
    pen.text(inner.left, y - 18, fitPair(row.pair, room - textWidth(shown, fontSize.label)), halo);
    pen.text(inner.right, y - 18, shown, { ...note, ...halo, 'text-anchor': 'end' });
    return;
  }
  pen.text(2, y, fitPair(row.pair, left - 10));
  pen.text(inner.right + 14, y, shorten(row.note, right - 14, fontSize.label), note);
}

/** Both names stand at the zero line, pushed aside where they would leave the figure or touch. */
function drawSides(pen: Pen, { left, right }: ForestOptions['sides'], zero: number, y: number, width: number): void {
  const [leftWidth, rightWidth] = [textWidth(left, fontSize.tick), textWidth(right, fontSize.tick)];
  const from = Math.min(Math.max(zero + 8, leftWidth + 20), width - rightWidth - 2);
  const to = Math.min(Math.max(zero - 8, leftWidth + 2), from - 14);
  const small = { 'font-size': fontSize.tick, fill: surface('muted') };
  pen.text(to, y, left, { ...small, 'text-anchor': 'end' });
  pen.text(from, y, right, small);
}

export function forest(options: ForestOptions): string {
  const { rows, sides } = options;
  const width = options.width ?? 720;
  const layout = plan(rows, width);
  const numbers = rows.flatMap(({ difference, low, high }) => [difference, low, high]).filter(known);
  const top = 20;
  return draw({
    ...options,
    width,
    height: top + 8 + 42 + rows.length * layout.rowHeight,
    strip: top,
    marginLeft: layout.left,
    marginRight: layout.right,
    x: { label: options.xLabel, type: 'linear', domain: extent([0, ...numbers], 'linear', 0.08), grid: true },
    y: { label: '', type: 'linear', domain: [rows.length, 0], hidden: true },
    marks: [],
    overlay(pen, x, y, inner) {
      const zero = x(0);
      pen.shape('line', { x1: zero, x2: zero, y1: inner.top - 4, y2: inner.bottom, stroke: 'currentColor', 'stroke-width': 1.2 });
      drawSides(pen, sides, zero, inner.top - 12, width);
      rows.forEach((row, at) => {
        const middle = y(at + (layout.narrow ? 0.68 : 0.5));
        drawWords(pen, row, middle, inner, layout);
        drawInterval(pen, row, middle, x);
      });
    },
  });
}

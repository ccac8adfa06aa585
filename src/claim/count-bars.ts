/** Counted things as bars, the number behind each. */
import * as Plot from '@observablehq/plot';
import { draw } from '../chart/frame.ts';
import type { ChartOptions } from '../chart/options.ts';
import { textWidth } from '../chart/text.ts';
import { armColor, fontSize } from '../chart/theme.ts';

export interface CountBarsOptions extends ChartOptions {
  readonly rows: readonly { readonly label: string; readonly value: number }[];
  readonly xLabel: string;
}

const rowHeight = 28;

export function countBars(options: CountBarsOptions): string {
  const { rows, xLabel } = options;
  const most = Math.max(1, ...rows.map(({ value }) => value).filter(Number.isFinite));
  const bars = rows.map((row, at) => ({ ...row, at }));
  const left = Math.max(...rows.map(({ label }) => textWidth(label, fontSize.label))) + 16;
  return draw({
    ...options,
    height: rows.length * rowHeight + 60,
    marginLeft: left,
    marginRight: 40,
    x: { label: xLabel, type: 'linear', domain: [0, most], grid: true },
    y: { label: '', type: 'linear', domain: [rows.length, 0], hidden: true },
    marks: [Plot.rect(bars, { x1: 0, x2: 'value', y1: ({ at }) => at + 0.2, y2: ({ at }) => at + 0.8, fill: armColor(0) })],
    overlay(pen, x, y) {
      for (const { label, value, at } of bars) {
        pen.text(2, y(at + 0.5), label);
        pen.text(x(value) + 6, y(at + 0.5), String(value));
      }
    },
  });
}

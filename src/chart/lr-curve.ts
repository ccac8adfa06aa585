/** How an arm's result depends on its learning rate: the figure that shows whether every arm was given a fair chance. */
import * as Plot from '@observablehq/plot';
import { draw, type Inner, type Line, type LinesOptions } from './frame.ts';
import type { LegendItem } from './legend.ts';
import { lrTicks } from './lr-ticks.ts';
import type { Pen } from './pen.ts';
import { extent, finite } from './scale.ts';
import { armColor, dash, surface } from './theme.ts';

export interface LrPoint {
  readonly lr: number;
  /** Mean over the runs that finished; null or non-finite when none did. */
  readonly loss: number | null;
  /** How many runs at this choice diverged: any at all puts a ✕ in the strip. */
  readonly diverged: number;
  readonly chosen: boolean;
}

export interface LrLine extends Line<LrPoint> {
  /** Index of the warm-up choice. */
  readonly dash: number;
}

export interface LrCurveOptions extends LinesOptions<LrLine> {
  /** One name per warm-up choice, by dash index. */
  readonly dashLabels: readonly string[];
  readonly words: { readonly diverged: string; readonly chosen: string };
}

const inRow = 6;
const rowHeight = 14;

const hasLoss = (point: LrPoint): boolean => point.loss !== null && Number.isFinite(point.loss);
const failed = (point: LrPoint): boolean => point.diverged > 0 || !hasLoss(point);

function legend({ lines, dashLabels, words }: LrCurveOptions): LegendItem[] {
  const arms = new Map(lines.map(({ label, color }) => [color, label]));
  const items: LegendItem[] = [...arms].map(([color, label]) => ({ label, color: armColor(color), sign: 'dot' }));
  const neutral = surface('ink');
  dashLabels.forEach((label, at) => {
    if (lines.some((line) => line.dash === at)) items.push({ label, color: neutral, sign: 'line', dash: dash(at) });
  });
  if (lines.some(({ points }) => points.some(({ chosen }) => chosen))) items.push({ label: words.chosen, color: neutral, sign: 'ring' });
  if (lines.some(({ points }) => points.some(failed))) items.push({ label: words.diverged, color: neutral, sign: 'cross' });
  return items;
}

function lineMarks(line: LrLine): Plot.Markish[] {
  const stroke = armColor(line.color);
  const points = [...line.points].sort((a, b) => a.lr - b.lr);
  const place = { x: 'lr', y: (point: LrPoint) => point.loss ?? Number.NaN };
  return [
    Plot.line(points, { ...place, stroke, strokeWidth: 1.8, strokeDasharray: dash(line.dash) }),
    Plot.dot(points.filter(hasLoss), { ...place, r: 3, fill: line.dash === 0 ? stroke : surface('paper'), stroke }),
    Plot.dot(
      points.filter((point) => point.chosen && hasLoss(point)),
      { ...place, r: 7.5, stroke, strokeWidth: 1.6 },
    ),
  ];
}

/** Crosses of the lines that broke at one learning rate stand side by side, so that none hides another. */
function drawStrip(pen: Pen, lines: readonly LrLine[], x: (value: number) => number, inner: Inner): void {
  const columns = new Map<number, number[]>();
  for (const line of lines) {
    for (const point of line.points.filter(failed)) columns.set(point.lr, [...(columns.get(point.lr) ?? []), line.color]);
  }
  for (const [lr, colors] of columns) {
    colors.forEach((color, at) => {
      const count = Math.min(inRow, colors.length - Math.floor(at / inRow) * inRow);
      const shift = ((at % inRow) - (count - 1) / 2) * 12;
      pen.cross(x(lr) + shift, inner.top - 10 - Math.floor(at / inRow) * rowHeight, armColor(color), 4);
    });
  }
}

function stripHeight(lines: readonly LrLine[]): number {
  const counts = new Map<number, number>();
  for (const line of lines) for (const { lr } of line.points.filter(failed)) counts.set(lr, (counts.get(lr) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return most === 0 ? 0 : Math.ceil(most / inRow) * rowHeight + 6;
}

export function lrCurve(options: LrCurveOptions): string {
  const { lines } = options;
  const width = options.width ?? 720;
  const rates = lines.flatMap(({ points }) => points.map(({ lr }) => lr));
  const losses = finite(lines.flatMap(({ points }) => points.map(({ loss }) => loss ?? Number.NaN)));
  const strip = stripHeight(lines);
  const domain = extent(rates, 'log', 0.08);
  return draw({
    ...options,
    width,
    height: (options.height ?? 300) + strip,
    legend: legend(options),
    strip,
    marginRight: 28,
    x: { label: options.xLabel, type: 'log', domain, ticks: lrTicks(rates, domain, width - 74) },
    y: { label: options.yLabel, type: 'linear', domain: extent(losses, 'linear', 0.08) },
    marks: lines.flatMap(lineMarks),
    overlay(pen, x, _y, inner) {
      if (strip === 0) return;
      const edge = { stroke: surface('rule'), 'stroke-width': 1 };
      pen.shape('line', { x1: inner.left, x2: inner.right, y1: inner.top - 1, y2: inner.top - 1, ...edge });
      drawStrip(pen, lines, x, inner);
    },
  });
}

/** Where training holds: learning rate across, another axis down, a shade for the loss, hatching and a count where runs diverged. */
import type { Box } from './dodge.ts';
import { draw, type Inner } from './frame.ts';
import { hatch } from './hatch.ts';
import type { LegendItem } from './legend.ts';
import { lrTicks } from './lr-ticks.ts';
import type { ChartOptions } from './options.ts';
import { halo, type Pen } from './pen.ts';
import { type Domain, finite } from './scale.ts';
import { shorten, textWidth } from './text.ts';
import { armColor, fontSize, surface } from './theme.ts';

export interface MapCell {
  readonly lr: number;
  /** Mean over the runs that finished; null when none did. */
  readonly loss: number | null;
  readonly diverged: number;
  /** Runs of which it is known how they ended, and all that were planned. */
  readonly told: number;
  readonly planned: number;
}

export interface MapRow {
  readonly label: string;
  readonly cells: readonly MapCell[];
}

export interface MapPanel {
  readonly heading: string;
  readonly color: number;
  readonly rows: readonly MapRow[];
}

export interface StabilityMapOptions extends ChartOptions {
  readonly panels: readonly MapPanel[];
  readonly xLabel: string;
  /** What the rows are: "depth". */
  readonly rowLabel: string;
}

interface PlacedCell extends MapCell {
  /** Edges on the learning-rate axis: half-way to the neighbours, on a log scale. */
  readonly from: number;
  readonly to: number;
}

const rowHeight = 30;
const lossColor = armColor(0);

/** How strongly the best and the worst loss are inked: less ink, larger loss. */
const ink = { best: 0.7, worst: 0.06 } as const;

/** Learning rates stand at their true places; a cell reaches half-way to its neighbours in its own row. */
function placeRow(cells: readonly MapCell[]): PlacedCell[] {
  const sorted = [...cells].sort((a, b) => a.lr - b.lr);
  const between = (i: number, j: number): number => Math.sqrt((sorted[i] as MapCell).lr * (sorted[j] as MapCell).lr);
  const last = sorted.length - 1;
  return sorted.map((cell, i) => {
    const [low, high] = [i > 0 ? between(i - 1, i) : null, i < last ? between(i, i + 1) : null];
    return {
      ...cell,
      from: low ?? (high === null ? cell.lr / 1.5 : cell.lr ** 2 / high),
      to: high ?? (low === null ? cell.lr * 1.5 : cell.lr ** 2 / low),
    };
  });
}

/** Rows that begin or end at the outermost rates fill the frame. */
function fill(rows: readonly (readonly PlacedCell[])[], [low, high]: Domain): PlacedCell[][] {
  const rates = rows.flat().map(({ lr }) => lr);
  const [first, last] = [Math.min(...rates), Math.max(...rates)];
  return rows.map((row) =>
    row.map((cell) => ({ ...cell, from: cell.lr === first ? low : cell.from, to: cell.lr === last ? high : cell.to })),
  );
}

const whole = ({ loss, diverged }: MapCell): boolean => diverged === 0 && loss !== null && Number.isFinite(loss);

/** Of the cells in which every run survived, over all panels: the range of the shades. */
function lossRange(panels: readonly MapPanel[]): Domain | null {
  const losses = finite(panels.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter(whole).map(({ loss }) => loss as number))));
  return losses.length > 0 ? [Math.min(...losses), Math.max(...losses)] : null;
}

const shade = (loss: number, [low, high]: Domain): number =>
  high === low ? ink.best : ink.best + ((loss - low) / (high - low)) * (ink.worst - ink.best);

function drawLost(pen: Pen, box: Box, { diverged, told }: MapCell): void {
  const all = diverged === told;
  const color = surface('alarm');
  pen.shape('rect', { ...box, fill: color, 'fill-opacity': all ? 0.22 : 0.06 });
  const d = hatch(box, all ? 7 : 11, all);
  pen.shape('path', { d, fill: 'none', stroke: color, 'stroke-width': 1, 'stroke-opacity': 0.7, 'data-mark': 'diverged' });
}

function drawText(pen: Pen, box: Box, text: string, weight: number): void {
  if (textWidth(text, fontSize.tick) > box.width - 2) return;
  const style = { 'font-size': fontSize.tick, 'font-weight': weight, 'text-anchor': 'middle', ...halo };
  pen.text(box.x + box.width / 2, box.y + box.height / 2, text, style);
}

function drawCell(pen: Pen, box: Box, cell: MapCell, range: Domain | null): void {
  if (cell.diverged > 0) {
    drawLost(pen, box, cell);
    drawText(pen, box, `${cell.diverged}/${cell.told}`, 600);
  } else if (whole(cell) && range) {
    pen.shape('rect', { ...box, fill: lossColor, 'fill-opacity': shade(cell.loss as number, range) });
    drawText(pen, box, (cell.loss as number).toFixed(2), 400);
  } else if (cell.loss !== null) pen.cross(box.x + box.width / 2, box.y + box.height / 2, surface('alarm'));
  const missing = cell.told < cell.planned;
  if (missing) pen.shape('rect', { ...box, fill: 'none', stroke: surface('muted'), 'stroke-dasharray': '3 2', 'data-mark': 'missing' });
  if (cell.told === 0) drawText(pen, box, '?', 600);
}

function drawRow(
  pen: Pen,
  label: string,
  cells: readonly PlacedCell[],
  y: number,
  x: (lr: number) => number,
  inner: Inner,
  range: Domain | null,
): void {
  pen.text(inner.left - 8, y + rowHeight / 2, shorten(label, inner.left - 10, fontSize.tick), {
    'font-size': fontSize.tick,
    'text-anchor': 'end',
  });
  for (const cell of cells) {
    const [from, to] = [x(cell.from), x(cell.to)];
    drawCell(pen, { x: from + 0.75, y: y + 1, width: Math.max(0.5, to - from - 1.5), height: rowHeight - 2 }, cell, range);
    pen.shape('line', {
      x1: x(cell.lr),
      x2: x(cell.lr),
      y1: y + rowHeight - 5,
      y2: y + rowHeight - 1,
      stroke: 'currentColor',
      'stroke-width': 1,
    });
  }
}

/** One SVG per panel, all with the same rates and the same shades; the page lays them out. */
export function stabilityMap(options: StabilityMapOptions): string[] {
  const { panels } = options;
  const width = options.width ?? 410;
  const placed = panels.map(({ rows }) => rows.map(({ cells }) => placeRow(cells)));
  const edges = placed.flat(2).flatMap(({ from, to }) => [from, to]);
  const domain: Domain = edges.length > 0 ? [Math.min(...edges), Math.max(...edges)] : [1e-3, 1e-2];
  const range = lossRange(panels);
  const labels = panels.flatMap(({ rows }) => rows.map(({ label }) => textWidth(label, fontSize.tick)));
  const marginLeft = Math.min(Math.max(24, ...labels) + 14, width * 0.34);
  return panels.map((panel, at) => {
    const rows = fill(placed[at] as PlacedCell[][], domain);
    const rates = rows.flat().map(({ lr }) => lr);
    return draw({
      ...options,
      title: `${options.title}: ${panel.heading}`,
      width,
      height: 20 + 24 + 42 + rows.length * rowHeight,
      heading: panel.heading,
      headingColor: armColor(panel.color),
      marginLeft,
      x: { label: options.xLabel, type: 'log', domain, ticks: lrTicks(rates, domain, width - marginLeft - 12) },
      y: { label: options.rowLabel, type: 'linear', domain: [rows.length, 0], hidden: true },
      marks: [],
      overlay: (pen, x, y, inner) =>
        panel.rows.forEach(({ label }, row) => {
          drawRow(pen, label, rows[row] as PlacedCell[], y(row), x, inner, range);
        }),
    });
  });
}

export interface MapWords {
  /** Of a shade: "loss 2.31". */
  readonly loss: (loss: number) => string;
  readonly some: string;
  readonly all: string;
  readonly missing: string;
}

/** The key to the panels: what of it occurs in them. */
export function stabilityLegend(panels: readonly MapPanel[], words: MapWords): LegendItem[] {
  const cells = panels.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  const range = lossRange(panels);
  const alarm = surface('alarm');
  return [
    ...(range ? [{ label: words.loss(range[0]), color: lossColor, sign: 'area' as const, opacity: ink.best }] : []),
    ...(range && range[1] > range[0]
      ? [{ label: words.loss(range[1]), color: lossColor, sign: 'area' as const, opacity: Math.max(ink.worst, 0.12) }]
      : []),
    ...(cells.some(({ diverged, told }) => diverged > 0 && diverged < told)
      ? [{ label: words.some, color: alarm, sign: 'hatch' as const }]
      : []),
    ...(cells.some(({ diverged, told }) => diverged > 0 && diverged === told)
      ? [{ label: words.all, color: alarm, sign: 'crossed' as const }]
      : []),
    ...(cells.some(({ told, planned }) => told < planned)
      ? [{ label: words.missing, color: surface('muted'), sign: 'dashed' as const }]
      : []),
  ];
}

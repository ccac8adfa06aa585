/** Legends drawn by hand as swatches with text: Plot's own need a canvas or HTML around the SVG. */
import { chartDocument } from './document.ts';
import { hatch } from './hatch.ts';
import type { ChartOptions } from './options.ts';
import { makePen, type Pen } from './pen.ts';
import { serialize } from './serialize.ts';
import { textWidth } from './text.ts';
import { fontSize, fontStack } from './theme.ts';

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  readonly sign: 'line' | 'area' | 'dot' | 'ring' | 'cross' | 'hatch' | 'crossed' | 'dashed';
  readonly dash?: string;
  readonly opacity?: number;
  readonly strokeWidth?: number;
}

interface Placed extends LegendItem {
  readonly x: number;
  readonly row: number;
}

const rowHeight = 18;
const swatch = 22;

const signs: Readonly<Record<LegendItem['sign'], (pen: Pen, item: LegendItem, x: number, y: number) => void>> = {
  line: (pen, item, x, y) => {
    const stroke = { stroke: item.color, 'stroke-width': item.strokeWidth ?? 2, 'stroke-opacity': item.opacity };
    pen.shape('line', { x1: x, x2: x + swatch, y1: y, y2: y, 'stroke-dasharray': item.dash, ...stroke });
  },
  area: (pen, item, x, y) => {
    pen.shape('rect', { x, y: y - 5, width: swatch, height: 10, fill: item.color, 'fill-opacity': item.opacity ?? 0.18 });
  },
  dot: (pen, item, x, y) => {
    pen.shape('circle', { cx: x + swatch / 2, cy: y, r: 3.5, fill: item.color });
  },
  ring: (pen, item, x, y) => {
    pen.shape('circle', { cx: x + swatch / 2, cy: y, r: 6, fill: 'none', stroke: item.color, 'stroke-width': 1.5 });
  },
  cross: (pen, item, x, y) => pen.cross(x + swatch / 2, y, item.color, 4),
  hatch: (pen, item, x, y) => hatched(pen, item, x, y, false),
  crossed: (pen, item, x, y) => hatched(pen, item, x, y, true),
  dashed: (pen, item, x, y) => {
    pen.shape('rect', {
      x: x + 0.5,
      y: y - 5.5,
      width: swatch - 1,
      height: 11,
      fill: 'none',
      stroke: item.color,
      'stroke-dasharray': '3 2',
    });
  },
};

function hatched(pen: Pen, { color }: LegendItem, x: number, y: number, crossed: boolean): void {
  const box = { x, y: y - 6, width: swatch, height: 12 };
  pen.shape('rect', { ...box, fill: color, 'fill-opacity': crossed ? 0.22 : 0.06 });
  pen.shape('path', { d: hatch(box, crossed ? 7 : 11, crossed), fill: 'none', stroke: color, 'stroke-width': 1, 'stroke-opacity': 0.7 });
}

function place(items: readonly LegendItem[], left: number, width: number): Placed[] {
  let x = left;
  let row = 0;
  return items.map((item) => {
    const needed = swatch + 6 + textWidth(item.label, fontSize.label);
    if (x > left && x + needed > width) {
      x = left;
      row += 1;
    }
    const placed = { ...item, x, row };
    x += needed + 18;
    return placed;
  });
}

/** Height that the legend takes, in pixels. */
export function legendHeight(items: readonly LegendItem[], left: number, width: number): number {
  const last = place(items, left, width).at(-1);
  return last ? (last.row + 1) * rowHeight + 6 : 0;
}

export function drawLegend(document: Document, items: readonly LegendItem[], left: number, width: number, top = 0): SVGElement {
  const pen = makePen(document, 'legend');
  for (const item of place(items, left, width)) {
    const y = top + item.row * rowHeight + rowHeight / 2;
    signs[item.sign](pen, item, item.x, y);
    pen.text(item.x + swatch + 6, y, item.label);
  }
  return pen.group;
}

/** A legend as a figure of its own, above small multiples. */
export function legendFigure(items: readonly LegendItem[], options: ChartOptions): string {
  const document = chartDocument(options.document);
  const width = options.width ?? 720;
  const height = legendHeight(items, 2, width);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const style = `display:block;max-width:100%;height:auto;overflow:visible;font-family:${fontStack}`;
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', role: 'img', viewBox: `0 0 ${width} ${height}`, width, height, style };
  const words = { 'aria-label': options.title, 'aria-description': options.description };
  for (const [name, value] of Object.entries({ ...attributes, fill: 'currentColor', ...words })) svg.setAttribute(name, String(value));
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = options.title;
  svg.append(title);
  svg.append(drawLegend(document, items, 2, width));
  return serialize(svg);
}

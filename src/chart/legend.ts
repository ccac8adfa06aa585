/** Legends drawn by hand as swatches with text: Plot's own need a canvas or HTML around the SVG. */
import { makePen, type Pen } from './pen.ts';
import { textWidth } from './text.ts';
import { fontSize } from './theme.ts';

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  readonly sign: 'line' | 'area' | 'dot' | 'ring' | 'cross';
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
};

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

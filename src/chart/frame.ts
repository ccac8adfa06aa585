/** What all figures share: margins, axes, heading, legend, the words for screen readers, and the way out as text. */
import * as Plot from '@observablehq/plot';
import { chartDocument } from './document.ts';
import { drawLegend, type LegendItem, legendHeight } from './legend.ts';
import type { ChartOptions } from './options.ts';
import { makePen, type Pen } from './pen.ts';
import { type AxisType, type Domain, logTicks, shortNumber } from './scale.ts';
import { serialize } from './serialize.ts';
import { shorten } from './text.ts';
import { fontSize, fontStack, surface } from './theme.ts';

/** What is drawn in the colour of an arm, under its name. */
export interface Line<Point> {
  readonly label: string;
  readonly color: number;
  readonly points: readonly Point[];
}

export interface LinesOptions<AnyLine> extends ChartOptions {
  readonly lines: readonly AnyLine[];
  readonly xLabel: string;
  readonly yLabel: string;
}

export interface Axis {
  readonly label: string;
  readonly type: AxisType;
  readonly domain: Domain;
  readonly ticks?: readonly number[];
  readonly hidden?: boolean;
  /** Ticks are written as they are: "3", "0.25" and "1024", never "3.0", "0.3" or "1020". */
  readonly whole?: boolean;
  readonly grid?: boolean;
}

export interface Inner {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Drawing extends ChartOptions {
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Plot.Markish[];
  readonly heading?: string;
  readonly headingColor?: string;
  readonly legend?: readonly LegendItem[];
  readonly marginLeft?: number;
  readonly marginRight?: number;
  /** Room above the frame for a strip of marks. */
  readonly strip?: number;
  readonly overlay?: (pen: Pen, x: (value: number) => number, y: (value: number) => number, inner: Inner) => void;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly heading: number;
  readonly legend: number;
  readonly top: number;
  readonly bottom: number;
}

function layout(drawing: Drawing): Layout {
  const width = drawing.width ?? 720;
  const left = drawing.marginLeft ?? 46;
  const heading = drawing.heading === undefined ? 0 : 20;
  const legend = legendHeight(drawing.legend ?? [], 2, width);
  const top = heading + legend + (drawing.y.label ? 24 : 8) + (drawing.strip ?? 0);
  return { width, height: (drawing.height ?? 300) + legend, left, right: drawing.marginRight ?? 12, heading, legend, top, bottom: 42 };
}

function ticks(axis: Axis): readonly number[] | number {
  return axis.ticks ?? (axis.type === 'log' ? logTicks(axis.domain) : 5);
}

/** As many as a number has for certain: what was typed is what is written. */
const allDigits = 15;

function axisMarks({ x, y }: Drawing): Plot.Markish[] {
  const tickText = { fontSize: fontSize.tick, fill: 'currentColor', label: null, tickSize: 0 } as const;
  const format = ({ type, whole }: Axis) =>
    whole || type === 'log' ? { tickFormat: (tick: number) => shortNumber(tick, whole ? allDigits : undefined) } : {};
  const marks: Plot.Markish[] = [];
  if (!y.hidden) {
    marks.push(Plot.gridY({ ticks: ticks(y), stroke: surface('rule'), strokeOpacity: 1 }));
    marks.push(Plot.axisY({ ...tickText, ...format(y), ticks: ticks(y) }));
  }
  if (x.grid) marks.push(Plot.gridX({ ticks: ticks(x), stroke: surface('rule'), strokeOpacity: 1 }));
  marks.push(Plot.axisX({ ...tickText, ...format(x), ticks: ticks(x), tickSize: 4, stroke: 'currentColor', strokeOpacity: 0.5 }));
  return marks;
}

function words(document: Document, drawing: Drawing, { width, height, left, right, heading, legend }: Layout): SVGElement {
  const pen = makePen(document, 'labels');
  const muted = { fill: surface('muted') };
  if (drawing.heading !== undefined) {
    const bold = { 'font-weight': 600, 'font-size': fontSize.heading, fill: drawing.headingColor ?? 'currentColor' };
    pen.text(2, 8, shorten(drawing.heading, width - 4, fontSize.heading), bold);
  }
  if (drawing.legend?.length) pen.group.append(drawLegend(document, drawing.legend, 2, width, heading));
  if (drawing.y.label) pen.text(2, heading + legend + 9, shorten(drawing.y.label, width - 4, fontSize.label), muted);
  const middle = left + (width - left - right) / 2;
  const centered = { ...muted, 'text-anchor': 'middle' };
  pen.text(middle, height - 8, shorten(drawing.x.label, width, fontSize.label), centered);
  return pen.group;
}

function overlayMark(drawing: Drawing, { width, height, left, right, top, bottom }: Layout): Plot.RenderFunction {
  return (_index, scales, _values, _dimensions, context) => {
    const pen = makePen(context.document, 'annotations');
    const inner = { left, right: width - right, top, bottom: height - bottom };
    const { x, y } = scales as unknown as Record<'x' | 'y', (value: number) => number>;
    drawing.overlay?.(pen, x, y, inner);
    return pen.group;
  };
}

/** Words first, so that a screen reader and a tooltip find them; Plot's own style sheet goes, it would be repeated in each figure. */
function dress(svg: Element, document: Document, drawing: Drawing, at: Layout): void {
  for (const style of svg.querySelectorAll('style')) style.remove();
  svg.removeAttribute('class');
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = drawing.title;
  svg.prepend(title);
  svg.append(words(document, drawing, at));
  const style = `display:block;max-width:100%;height:auto;overflow:visible;font-family:${fontStack}`;
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', role: 'img', style };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
}

/** Draws one figure and returns it as SVG text. */
export function draw(drawing: Drawing): string {
  const document = chartDocument(drawing.document);
  const at = layout(drawing);
  const scale = (axis: Axis) => ({ type: axis.type, domain: [...axis.domain], axis: null, label: null });
  const svg = Plot.plot({
    document,
    width: at.width,
    height: at.height,
    marginLeft: at.left,
    marginRight: at.right,
    marginTop: at.top,
    marginBottom: at.bottom,
    ariaLabel: drawing.title,
    ariaDescription: drawing.description,
    x: scale(drawing.x),
    y: scale(drawing.y),
    marks: [...axisMarks(drawing), ...drawing.marks, overlayMark(drawing, at)],
  });
  dress(svg, document, drawing, at);
  return serialize(svg);
}

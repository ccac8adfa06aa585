/** A quantity by layer or sublayer: small multiples on one scale, lines for the moments of training, theory dashed. */
import * as Plot from '@observablehq/plot';
import { draw, type Inner } from './frame.ts';
import { type LegendItem, legendFigure } from './legend.ts';
import type { ChartOptions } from './options.ts';
import type { Pen } from './pen.ts';
import { type AxisType, clamp, type Domain, extent, finite } from './scale.ts';
import { armColor, surface } from './theme.ts';

/** Moments of training, from faint to strong. */
export type Moment = 'start' | 'middle' | 'end';

export interface ProfileLine {
  readonly label: string;
  readonly color: number;
  readonly moment: Moment;
  readonly values: readonly number[];
}

export interface Theory {
  readonly low: readonly number[];
  /** The same as `low` for a single line. */
  readonly high: readonly number[];
}

export interface ProfilePanel {
  readonly heading: string;
  readonly color: number;
  readonly lines: readonly ProfileLine[];
  readonly theory?: Theory;
  /** A further quantity, drawn grey and dotted. */
  readonly aside?: readonly number[];
}

export interface LayerProfileOptions extends ChartOptions {
  readonly panels: readonly ProfilePanel[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly yType: AxisType;
  /** Fixes the scale, such as [0, 1] for shares. */
  readonly yDomain?: Domain;
}

const styles: Readonly<Record<Moment, { strokeWidth: number; strokeOpacity: number; strokeDasharray: string }>> = {
  start: { strokeWidth: 1.4, strokeOpacity: 0.85, strokeDasharray: '2 3' },
  middle: { strokeWidth: 1.5, strokeOpacity: 0.75, strokeDasharray: '7 3' },
  end: { strokeWidth: 2.2, strokeOpacity: 1, strokeDasharray: 'none' },
};

interface Place {
  readonly place: number;
  readonly value: number;
}

const places = (values: readonly number[]): Place[] => values.map((value, at) => ({ place: at + 1, value }));

/** One scale for all panels: only then can their heights be compared. */
function sharedDomain({ panels, yType, yDomain }: LayerProfileOptions): Domain {
  const theory = ({ low, high }: Theory): number[] => [...low, ...high];
  const all = panels.flatMap((panel) => [
    ...panel.lines.flatMap(({ values }) => values),
    ...(panel.aside ?? []),
    ...(panel.theory ? theory(panel.theory) : []),
  ]);
  return yDomain ?? extent(all, yType, 0.06);
}

interface TheoryMarks {
  readonly below: readonly Plot.Markish[];
  readonly above: readonly Plot.Markish[];
}

/** The span of theory lies under the measured lines, its edges above them: they are seen even where theory is met exactly. */
function theoryMarks({ low, high }: Theory, domain: Domain): TheoryMarks {
  const rows = low.map((value, at) => ({ place: at + 1, low: clamp(value, domain), high: clamp(high[at] ?? value, domain) }));
  const line = { stroke: surface('ink'), strokeWidth: 1.2, strokeDasharray: '4 3' };
  const edges = ['low', 'high'].map((edge) => Plot.lineY(rows, { x: 'place', y: edge, ...line }));
  const single = rows.every((row) => row.low === row.high);
  if (single) return { below: [], above: edges.slice(0, 1) };
  return { below: [Plot.areaY(rows, { x: 'place', y1: 'low', y2: 'high', fill: surface('muted'), fillOpacity: 0.12 })], above: edges };
}

function panelMarks(panel: ProfilePanel, domain: Domain, type: AxisType): Plot.Markish[] {
  const drawable = (value: number): number =>
    Number.isFinite(value) && (type === 'linear' || value > 0) ? clamp(value, domain) : Number.NaN;
  const y = ({ value }: Place) => drawable(value);
  const grey = { stroke: surface('muted'), strokeWidth: 1.4, strokeDasharray: '1 3', strokeLinecap: 'round' } as const;
  const aside = panel.aside ? [Plot.line(places(panel.aside), { x: 'place', y, ...grey })] : [];
  const lines = panel.lines.map((line) =>
    Plot.line(places(line.values), { x: 'place', y, stroke: armColor(line.color), ...styles[line.moment] }),
  );
  const { below, above } = panel.theory ? theoryMarks(panel.theory, domain) : { below: [], above: [] };
  return [...below, ...aside, ...lines, ...above];
}

/** ✕ at the upper edge for what is not a number, "0" at the lower edge for what a log axis cannot hold. */
function drawMisfits(pen: Pen, panel: ProfilePanel, type: AxisType, x: (value: number) => number, inner: Inner): void {
  for (const line of panel.lines) {
    const color = armColor(line.color);
    for (const { place, value } of places(line.values)) {
      if (!Number.isFinite(value)) pen.cross(x(place), inner.top, color, 3.5);
      else if (type === 'log' && value <= 0)
        pen.text(x(place), inner.bottom - 6, '0', { fill: color, 'text-anchor': 'middle', 'data-mark': 'zero' });
    }
  }
}

function layerTicks(count: number): number[] {
  const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => count / step <= 8) ?? 1000;
  const ticks = Array.from({ length: Math.floor(count / stride) }, (_, at) => (at + 1) * stride);
  return stride <= 2 ? ticks : [1, ...ticks];
}

/** One SVG per panel, all on the same scale; the page lays them out. */
export function layerProfile(options: LayerProfileOptions): string[] {
  const domain = sharedDomain(options);
  const count = Math.max(2, ...options.panels.flatMap((panel) => panel.lines.map(({ values }) => values.length)));
  return options.panels.map((panel) =>
    draw({
      ...options,
      title: `${options.title}: ${panel.heading}`,
      width: options.width ?? 240,
      height: options.height ?? 200,
      heading: panel.heading,
      headingColor: armColor(panel.color),
      x: { label: options.xLabel, type: 'linear', domain: [1, count], ticks: layerTicks(count), whole: true },
      y: { label: options.yLabel, type: options.yType, domain },
      marks: panelMarks(panel, domain, options.yType),
      overlay: (pen, x, _y, inner) => drawMisfits(pen, panel, options.yType, x, inner),
    }),
  );
}

export interface ProfileLegendOptions extends ChartOptions {
  readonly moments: Readonly<Partial<Record<Moment, string>>>;
  readonly theory?: string;
  readonly aside?: string;
}

/** The key to the small multiples, as a figure of its own above them. */
export function profileLegend(options: ProfileLegendOptions): string {
  const items: LegendItem[] = Object.entries(options.moments).map(([moment, label]) => {
    const style = styles[moment as Moment];
    const look = { dash: style.strokeDasharray, opacity: style.strokeOpacity, strokeWidth: style.strokeWidth };
    return { label, color: surface('ink'), sign: 'line', ...look };
  });
  if (options.theory) items.push({ label: options.theory, color: surface('ink'), sign: 'line', dash: '4 3', strokeWidth: 1.2 });
  if (options.aside) items.push({ label: options.aside, color: surface('muted'), sign: 'line', dash: '1 3', strokeWidth: 1.6 });
  return legendFigure(items, options);
}

/** Whether any value of the panels is not a number: the caption should say what the ✕ means. */
export function hasMisfits(panels: readonly ProfilePanel[]): boolean {
  const values = panels.flatMap(({ lines }) => lines.flatMap((line) => line.values));
  return finite(values).length < values.length;
}

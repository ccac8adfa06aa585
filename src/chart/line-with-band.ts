/** Curves over training steps: each arm a mean with a band over seeds, broken runs as thin lines that end in a visible ✕. */
import * as Plot from '@observablehq/plot';
import { type Break, breaks, type Point } from './break.ts';
import { type Box, placeLabels } from './dodge.ts';
import { drawEndLabels, type EndLabel, labelMargin } from './end-labels.ts';
import { draw, type Inner } from './frame.ts';
import type { ChartOptions } from './options.ts';
import { halo, type Pen } from './pen.ts';
import { clamp, type Domain, extent, finite } from './scale.ts';
import { textWidth } from './text.ts';
import { armColor, fontSize, surface } from './theme.ts';

export interface BandPoint {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface BrokenRun {
  readonly points: readonly Point[];
  /** Written beside the ✕, such as "step 31"; a narrow figure writes the number alone. */
  readonly note: string;
  /** Marks the last point too when all values are finite: a run can diverge before it meets a NaN. */
  readonly crossAtEnd: boolean;
}

export interface BandArm {
  readonly label: string;
  readonly color: number;
  readonly band: readonly BandPoint[];
  readonly broken: readonly BrokenRun[];
}

export interface LineWithBandOptions extends ChartOptions {
  readonly arms: readonly BandArm[];
  /** Written beside a ✕ in a mean: "step 400". */
  readonly breakNote: (x: number) => string;
  /** Lines at a height; beyond the curves they are marks at the edge, so that differences between curves keep their room. */
  readonly references?: readonly Reference[];
  /** Where the figure begins, as the end of a training seen closer. */
  readonly from?: number;
  readonly xLabel: string;
  readonly yLabel: string;
}

interface Reference {
  readonly y: number;
  readonly label: string;
}

interface Cross extends Break {
  readonly color: string;
  readonly note: string;
}

const meanPoints = (arm: BandArm): Point[] => arm.band.map(({ x, mean }) => ({ x, y: mean }));

/** Bands and the starts of broken runs set the height; what explodes beyond it is cut at the upper edge. */
function heights({ arms }: LineWithBandOptions): Domain {
  const bands = arms.flatMap((arm) => arm.band.flatMap(({ mean, low, high }) => [mean, low, high]));
  const starts = arms.flatMap((arm) => arm.broken.map((run) => run.points[0]?.y ?? Number.NaN));
  const known = [...bands, ...starts];
  const usable =
    finite(known).length > 1 ? known : [...known, ...arms.flatMap((arm) => arm.broken.flatMap((run) => run.points.map(({ y }) => y)))];
  return extent(usable);
}

function runCrosses(run: BrokenRun, color: string): Cross[] {
  const found = breaks(run.points).map((at) => ({ ...at, color, note: run.note }));
  const last = run.points.at(-1);
  if (found.length > 0 || !run.crossAtEnd || !last) return found;
  return [{ x: last.x, last, color, note: run.note }];
}

function crosses(arm: BandArm, options: LineWithBandOptions): Cross[] {
  const color = armColor(arm.color);
  const inMean = breaks(meanPoints(arm)).map((at) => ({ ...at, color, note: options.breakNote(at.x) }));
  return [...inMean, ...arm.broken.flatMap((run) => runCrosses(run, color))];
}

function armMarks(arm: BandArm, domain: Domain): Plot.Markish[] {
  const stroke = armColor(arm.color);
  const cut = (value: number): number => (Number.isFinite(value) ? clamp(value, domain) : Number.NaN);
  const marks: Plot.Markish[] = [];
  if (arm.band.length > 0) {
    const low = (point: BandPoint) => cut(point.low);
    const high = (point: BandPoint) => cut(point.high);
    marks.push(Plot.areaY(arm.band, { x: 'x', y1: low, y2: high, fill: stroke, fillOpacity: 0.16 }));
    marks.push(Plot.lineY(arm.band, { x: 'x', y: (point: BandPoint) => cut(point.mean), stroke, strokeWidth: 2 }));
  }
  for (const run of arm.broken) {
    const style = { stroke, strokeWidth: 1, strokeOpacity: 0.75 };
    marks.push(Plot.lineY(run.points, { x: 'x', y: (point: Point) => cut(point.y), ...style }));
  }
  return marks;
}

type PlacedCross = Cross & { readonly px: number; readonly py: number; readonly fromPx: number };

/** Places for the note of a ✕, best first: above it, beside it, then beside it further down. */
function notePlaces({ px, py, note }: PlacedCross, inner: Inner): Box[] {
  const width = textWidth(note, fontSize.tick) + 4;
  const rows = Array.from({ length: 8 }, (_, row) => py - 7 + row * 15);
  const wanted = [
    { x: px - width / 2, y: py - 22 },
    ...rows.flatMap((y) => [
      { x: px + 8, y },
      { x: px - 8 - width, y },
    ]),
  ];
  const boxes = wanted.map((place) => ({ ...place, width, height: 14 }));
  const inside = boxes.filter(
    (box) => box.x >= inner.left && box.x + width <= inner.right && box.y >= inner.top - 8 && box.y + 14 <= inner.bottom,
  );
  return inside.length > 0 ? inside : boxes;
}

function drawCrosses(pen: Pen, marks: readonly PlacedCross[], inner: Inner): void {
  const obstacles = marks.map(({ px, py }) => ({ x: px - 5, y: py - 5, width: 10, height: 10 }));
  const placed = placeLabels(
    marks.map((mark) => notePlaces(mark, inner)),
    obstacles,
  );
  for (const { px, py, fromPx, color } of marks) {
    pen.shape('line', { x1: fromPx, x2: px, y1: py, y2: py, stroke: color, 'stroke-dasharray': '1 3' });
    pen.cross(px, py, color);
  }
  marks.forEach(({ note, color }, at) => {
    const box = placed[at];
    if (box) pen.text(box.x, box.y + 7, note, { fill: color, 'font-size': fontSize.tick, ...halo });
  });
}

/** On a narrow figure the margin has no room for them: the names of reference lines stand on the lines. */
const isNarrow = ({ width = 720 }: ChartOptions): boolean => width < 480;

function drawReferenceNames(pen: Pen, lines: readonly Reference[], y: (value: number) => number, inner: Inner): void {
  const style = { fill: surface('muted'), 'font-size': fontSize.tick, 'text-anchor': 'end', ...halo };
  for (const line of lines) pen.text(inner.right, y(line.y) + 9, line.label, style);
}

const beyond = ({ y }: Reference, [low, high]: Domain): boolean => y < low || y > high;

/** A reference that is not in the figure: an arrow at the edge that it lies behind. */
function drawBeyond(pen: Pen, lines: readonly Reference[], [low]: Domain, inner: Inner): void {
  const style = { fill: surface('muted'), 'font-size': fontSize.tick, 'text-anchor': 'end', ...halo };
  const [above, below] = [lines.filter(({ y }) => y >= low), lines.filter(({ y }) => y < low)];
  for (const [at, { label }] of above.entries()) pen.text(inner.right - 4, inner.top + 9 + 13 * at, `↑ ${label}`, style);
  for (const [at, { label }] of below.entries()) pen.text(inner.right - 4, inner.bottom - 8 - 13 * at, `↓ ${label}`, style);
}

function endLabels(options: LineWithBandOptions, lines: readonly Reference[], domain: Domain, y: (value: number) => number): EndLabel[] {
  const arms = options.arms.flatMap((arm) => {
    const drawn = arm.band.length > 0 ? meanPoints(arm) : arm.broken.flatMap((run) => run.points);
    const last = drawn.findLast((point) => Number.isFinite(point.y));
    return [{ label: arm.label, color: armColor(arm.color), y: y(clamp(last?.y ?? domain[1], domain)) }];
  });
  if (isNarrow(options)) return arms;
  return [...arms, ...lines.map((line) => ({ label: line.label, color: surface('muted'), y: y(line.y) }))];
}

/** The same curves from a step on. */
function partFrom({ from = Number.NEGATIVE_INFINITY, ...options }: LineWithBandOptions): LineWithBandOptions {
  const late = ({ x }: { readonly x: number }): boolean => x >= from;
  const arms = options.arms.map(({ band, broken, ...arm }) => ({
    ...arm,
    band: band.filter(late),
    broken: broken.map((run) => ({ ...run, points: run.points.filter(late) })).filter(({ points }) => points.length > 0),
  }));
  return { ...options, arms: arms.filter(({ band, broken }) => band.length + broken.length > 0) };
}

export function lineWithBand(whole: LineWithBandOptions): string {
  const options = partFrom(whole);
  const { arms } = options;
  const width = options.width ?? 720;
  const domain = heights(options);
  const all = options.references ?? [];
  const references = all.filter((line) => !beyond(line, domain));
  const hidden = all.filter((line) => beyond(line, domain));
  const steps = arms.flatMap((arm) => [...arm.band, ...arm.broken.flatMap((run) => run.points)].map(({ x }) => x));
  const named = isNarrow(options) ? arms : [...arms, ...references];
  const margin = labelMargin(
    named.map(({ label }) => label),
    width,
  );
  const found = arms.flatMap((arm) => crosses(arm, options));
  return draw({
    ...options,
    width,
    marginRight: margin,
    x: { label: options.xLabel, type: 'linear', domain: extent(steps, 'linear', 0) },
    y: { label: options.yLabel, type: 'linear', domain },
    marks: [
      Plot.ruleY(references, { y: 'y', stroke: surface('muted'), strokeDasharray: '4 3' }),
      ...arms.flatMap((arm) => armMarks(arm, domain)),
    ],
    overlay(pen, x, y, inner) {
      const placed = found.map((mark) => ({
        ...mark,
        note: isNarrow(options) ? String(mark.x) : mark.note,
        px: x(mark.x),
        py: y(clamp(mark.last?.y ?? domain[1], domain)),
        fromPx: x(mark.last?.x ?? mark.x),
      }));
      drawBeyond(pen, hidden, domain, inner);
      if (isNarrow(options)) drawReferenceNames(pen, references, y, inner);
      drawCrosses(pen, placed, inner);
      drawEndLabels(pen, endLabels(options, references, domain, y), inner, margin);
    },
  });
}

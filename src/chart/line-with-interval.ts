/** A result against a number that was varied: a line for each arm, an interval at each point, ✕ where runs are missing from the mean. */
import * as Plot from '@observablehq/plot';
import { drawEndLabels, labelMargin } from './end-labels.ts';
import { draw, type Line, type LinesOptions } from './frame.ts';
import { clamp, extent } from './scale.ts';
import { armColor, surface } from './theme.ts';

export interface IntervalPoint {
  readonly x: number;
  /** Null or non-finite when no run finished. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the mean leaves out runs: drawn hollow, with a ✕ above. */
  readonly partial: boolean;
}

const known = (value: number | null): value is number => value !== null && Number.isFinite(value);

/** Numbers that span much are told apart on a log axis. */
const wide = 8;

function lineMarks({ color, points }: Line<IntervalPoint>): Plot.Markish[] {
  const stroke = armColor(color);
  const drawn = points.filter(({ mean }) => known(mean));
  const bars = drawn.filter(({ low, high }) => known(low) && known(high));
  return [
    Plot.ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 }),
    Plot.line(drawn, { x: 'x', y: 'mean', stroke, strokeWidth: 1.8 }),
    Plot.dot(drawn, { x: 'x', y: 'mean', r: 3.5, fill: (point: IntervalPoint) => (point.partial ? surface('paper') : stroke), stroke }),
  ];
}

export function lineWithInterval(options: LinesOptions<Line<IntervalPoint>>): string {
  const width = options.width ?? 720;
  const lines = options.lines.map((line) => ({ ...line, points: [...line.points].sort((a, b) => a.x - b.x) }));
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const [first = 1, last = 1] = [places[0], places.at(-1)];
  const type = first > 0 && last / first >= wide ? 'log' : 'linear';
  const domain = extent(lines.flatMap(({ points }) => points.flatMap(({ mean, low, high }) => [mean, low, high].filter(known))));
  const margin = labelMargin(
    lines.map(({ label }) => label),
    width,
  );
  return draw({
    ...options,
    width,
    height: options.height ?? 300,
    strip: 14,
    marginRight: margin,
    x: { label: options.xLabel, type, domain: extent(places, type, 0.04), ticks: places, whole: true },
    y: { label: options.yLabel, type: 'linear', domain },
    marks: lines.flatMap(lineMarks),
    overlay(pen, x, y, inner) {
      lines.forEach(({ color, points }, at) => {
        const shift = (at - (lines.length - 1) / 2) * 9;
        for (const { x: place, mean, partial } of points)
          if (partial || !known(mean)) pen.cross(x(place) + shift, inner.top - 8, armColor(color), 3.5);
      });
      const ends = lines.map(({ label, color, points }) => ({
        label,
        color: armColor(color),
        y: y(clamp(points.findLast(({ mean }) => known(mean))?.mean ?? domain[1], domain)),
      }));
      drawEndLabels(pen, ends, inner, margin);
    },
  });
}

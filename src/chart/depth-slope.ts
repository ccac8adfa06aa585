/** How a quantity scales with depth, on two log axes: measured points with intervals, the slope that theory predicts dashed. */
import * as Plot from '@observablehq/plot';
import { drawEndLabels, labelMargin } from './end-labels.ts';
import { draw, type Line, type LinesOptions } from './frame.ts';
import { clamp, extent } from './scale.ts';
import { armColor } from './theme.ts';

export interface DepthPoint {
  readonly depth: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface DepthLine extends Line<DepthPoint> {
  /** Used instead where there is room: "Post-Norm, slope −0.02". */
  readonly longLabel?: string;
  /** Exponent that theory predicts: a dashed line through the first measured point. */
  readonly theorySlope?: number | null;
}

const drawable = (value: number | null): value is number => value !== null && Number.isFinite(value) && value > 0;
const measured = (line: DepthLine): DepthPoint[] => line.points.filter(({ mean }) => drawable(mean)).sort((a, b) => a.depth - b.depth);

function theoryPoints(line: DepthLine): { depth: number; value: number }[] {
  const points = measured(line);
  const [first] = points;
  const { theorySlope } = line;
  if (!first || theorySlope === undefined || theorySlope === null) return [];
  return points.map(({ depth }) => ({ depth, value: first.mean * (depth / first.depth) ** theorySlope }));
}

function lineMarks(line: DepthLine): Plot.Markish[] {
  const stroke = armColor(line.color);
  const points = measured(line);
  const bars = points.filter(({ low, high }) => drawable(low) && drawable(high));
  return [
    Plot.line(theoryPoints(line), { x: 'depth', y: 'value', stroke, strokeWidth: 1.4, strokeDasharray: '5 4', strokeOpacity: 0.8 }),
    Plot.ruleX(bars, { x: 'depth', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 }),
    Plot.line(points, { x: 'depth', y: 'mean', stroke, strokeWidth: 2 }),
    Plot.dot(points, { x: 'depth', y: 'mean', r: 3.2, fill: stroke }),
  ];
}

export function depthSlope(options: LinesOptions<DepthLine>): string {
  const { lines } = options;
  const width = options.width ?? 720;
  const depths = [...new Set(lines.flatMap(({ points }) => points.map(({ depth }) => depth)))].sort((a, b) => a - b);
  const values = lines.flatMap((line) => [
    ...line.points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    ...theoryPoints(line).map(({ value }) => value),
  ]);
  const domain = extent(values, 'log', 0.06);
  const nameOf = (line: DepthLine): string => (width < 480 ? line.label : (line.longLabel ?? line.label));
  const margin = labelMargin(lines.map(nameOf), width, 0.38);
  return draw({
    ...options,
    width,
    height: options.height ?? 340,
    marginLeft: 54,
    marginRight: margin,
    x: { label: options.xLabel, type: 'log', domain: extent(depths, 'log', 0.03), ticks: depths, grid: true },
    y: { label: options.yLabel, type: 'log', domain },
    marks: lines.flatMap(lineMarks),
    overlay(pen, x, y, inner) {
      for (const line of lines) {
        const misfits = line.points.filter(({ mean }) => !drawable(mean));
        for (const { depth } of misfits) pen.cross(x(depth), inner.top, armColor(line.color));
      }
      const ends = lines.map((line) => ({
        label: nameOf(line),
        color: armColor(line.color),
        y: y(clamp(measured(line).at(-1)?.mean ?? domain[1], domain)),
      }));
      drawEndLabels(pen, ends, inner, margin);
    },
  });
}

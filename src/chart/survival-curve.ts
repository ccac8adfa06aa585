/** How many runs have not diverged yet, over steps: a staircase for each arm, a tick where a run was watched no longer. */
import { drawEndLabels, labelMargin } from './end-labels.ts';
import { draw, type Line, type LinesOptions } from './frame.ts';
import type { Pen } from './pen.ts';
import { armColor } from './theme.ts';

export interface StepPoint {
  readonly step: number;
  /** Share that lives on after this step. */
  readonly survival: number;
  readonly diverged: number;
  readonly censored: number;
}

/** Lines at the same height lie beside each other by this many pixels, so that none hides another. */
const apart = 3;

function drawLine(
  pen: Pen,
  { color, points }: Line<StepPoint>,
  x: (step: number) => number,
  y: (share: number) => number,
  shift: number,
): void {
  const stroke = armColor(color);
  const height = (share: number): number => y(share) + shift;
  const first = points[0]?.survival ?? 1;
  const stairs = points.slice(1).map(({ step, survival }) => `H${x(step)}V${height(survival)}`);
  pen.shape('path', { d: `M${x(points[0]?.step ?? 0)},${height(first)}${stairs.join('')}`, fill: 'none', stroke, 'stroke-width': 2 });
  for (const { step, survival, censored } of points)
    if (censored > 0)
      pen.shape('path', { d: `M${x(step)},${height(survival) - 5}v10`, stroke, 'stroke-width': 2, 'data-mark': 'censored' });
  points.forEach(({ step, diverged }, at) => {
    if (diverged > 0) pen.cross(x(step), height(points[at - 1]?.survival ?? 1), stroke, 4);
  });
}

/** Points of a line are in order of step, beginning at 0. */
export function survivalCurve(options: LinesOptions<Line<StepPoint>>): string {
  const { lines } = options;
  const width = options.width ?? 720;
  const last = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ step }) => step)));
  const margin = labelMargin(
    lines.map(({ label }) => label),
    width,
  );
  return draw({
    ...options,
    width,
    height: options.height ?? 260,
    marginRight: margin,
    x: { label: options.xLabel, type: 'linear', domain: [0, last] },
    y: { label: options.yLabel, type: 'linear', domain: [0, 1.04], ticks: [0, 0.25, 0.5, 0.75, 1], whole: true },
    marks: [],
    overlay(pen, x, y, inner) {
      const shift = (at: number): number => (at - (lines.length - 1) / 2) * Math.min(apart, 24 / lines.length);
      lines.forEach((line, at) => {
        drawLine(pen, line, x, y, shift(at));
      });
      const ends = lines.map(({ label, color, points }, at) => ({
        label,
        color: armColor(color),
        y: y(points.at(-1)?.survival ?? 1) + shift(at),
      }));
      drawEndLabels(pen, ends, inner, margin);
    },
  });
}

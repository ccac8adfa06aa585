/** From recorded curves to what a figure draws: thinned, and gathered over seeds. Non-finite values come through. */
import type { Point } from '../../chart/break.ts';
import type { BandPoint, BrokenRun } from '../../chart/line-with-band.ts';
import type { Curve, RunRecord } from '../../study/types.ts';

export const maxPoints = 160;

export const points = ({ steps, values }: Curve): Point[] => steps.map((x, at) => ({ x, y: values[at] ?? Number.NaN }));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Averages neighbours until at most `limit` points remain; a non-finite value takes its bin over, at its exact step. */
export function thin(given: readonly Point[], limit = maxPoints): Point[] {
  const size = Math.ceil(given.length / limit);
  if (size <= 1) return [...given];
  const bins: Point[] = [];
  for (let at = 0; at < given.length; at += size) {
    const part = given.slice(at, at + size);
    const odd = part.find(({ y }) => !Number.isFinite(y));
    bins.push(odd ?? { x: Math.round(mean(part.map(({ x }) => x))), y: mean(part.map(({ y }) => y)) });
  }
  return bins;
}

/** Mean, lowest and highest over runs at each step that any of them recorded. */
export function band(curves: readonly Curve[]): BandPoint[] {
  const byStep = new Map<number, number[]>();
  for (const curve of curves) {
    for (const { x, y } of thin(points(curve))) byStep.set(x, [...(byStep.get(x) ?? []), y]);
  }
  return [...byStep]
    .sort(([a], [b]) => a - b)
    .map(([x, values]) => ({ x, mean: mean(values), low: Math.min(...values), high: Math.max(...values) }));
}

/** A run that did not finish: thinned up to its first non-finite value, which keeps its exact step. */
export function brokenRun(run: RunRecord, curve: Curve, note: (step: number) => string): BrokenRun {
  const all = points(curve);
  const at = all.findIndex(({ y }) => !Number.isFinite(y));
  const head = at < 0 ? all : all.slice(0, at);
  const end = at < 0 ? run.steps : (all[at]?.x ?? run.steps);
  const stopped = run.status === 'diverged' || run.status === 'failed';
  const last: Point[] = at >= 0 || stopped ? [{ x: end, y: Number.NaN }] : [];
  return { points: [...thin(head), ...last], note: note(end), crossAtEnd: stopped };
}

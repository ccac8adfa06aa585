/** Curves over steps: uPlot in the page's colours. Bands where a point stands for many steps; what is not finite is marked. */
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { tickTexts, wholeIncrements } from '../../../app/src/part/ticks.ts';
import { say } from '../../../app/src/shell/say.ts';
import { colourOf, colours } from '../../../app/src/shell/theme.ts';
import type { Curve, Num } from '../../../src/serve/dashboard/wire.ts';
import { numberText } from './text.ts';

export interface Line {
  readonly name: string;
  /** Number of its colour; dashes tell those with the same colour apart. */
  readonly at: number;
  readonly curve: Curve;
  readonly points?: boolean;
  /** Step at which the run diverged. */
  readonly ended?: number;
}

interface Props {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly yLabel: string;
  readonly log: boolean;
  /** Steps that are shown; all when left out. */
  readonly range?: readonly [number, number];
  readonly onRange: (range: readonly [number, number]) => void;
  /** The step that figures point at together. */
  readonly pointer: Signal<number | undefined>;
  readonly height?: number;
}

/** Of more than these the bands are fainter, so that the lines are seen. */
const few = 4;

const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];
const inkOf = (at: number): string => `--c${(at % 8) + 1}`;
const dashOf = (at: number): number => Math.floor(at / 8) % dashes.length;
/** Classes of a name beside its line. */
export const keyOf = (at: number): string => `key c${at % 8} d${dashOf(at)}`;

export function Curves(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const now = useRef(props);
  now.current = props;
  const { title, lines, yLabel, log, height = 260, range, pointer } = props;
  const key = JSON.stringify([
    title,
    yLabel,
    log,
    height,
    colours.value,
    lines.map(({ name, at, curve, points }) => [name, at, points, curve.low !== undefined]),
  ]);
  const data = dataOf(lines, log);
  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const built = new uPlot(options(now, element.clientWidth), data, element);
    chart.current = built;
    zoom(built, range);
    const resize = new ResizeObserver(() => built.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    const stop = pointer.subscribe(() => built.redraw(false));
    return () => {
      stop();
      resize.disconnect();
      built.destroy();
    };
  }, [key]);
  useEffect(() => {
    if (!chart.current) return;
    chart.current.setData(data, false);
    zoom(chart.current, range);
  }, [lines, log, range?.[0], range?.[1]]);
  return <div class="chart" ref={host} role="img" aria-label={describe(title, lines)} />;
}

function zoom(chart: uPlot, range: Props['range']): void {
  const steps = chart.data[0];
  const [min, max] = range ?? [steps[0] ?? 0, Math.max(steps.at(-1) ?? 1, (steps[0] ?? 0) + 1)];
  chart.setScale('x', { min, max });
}

function describe(title: string, lines: readonly Line[]): string {
  const told = lines
    .filter(({ curve }) => curve.steps.length > 0)
    .map(({ name, curve }) =>
      say('dash.chart.line', { name, first: numberText(curve.mean[0]), last: numberText(curve.mean.at(-1)), odd: curve.odd.length }),
    );
  return say('dash.chart.described', { title, lines: told.join('; ') || '–' });
}

const finite = (log: boolean) => (value: Num | null) => (typeof value === 'number' && (!log || value > 0) ? value : null);

/** A mean for each line, and the ends of its band where it has one; steps of all lines in one list. */
function dataOf(lines: readonly Line[], log: boolean): uPlot.AlignedData {
  const tables = lines.map(({ curve: { steps, mean, low, high } }) => [
    [...steps],
    mean.map(finite(log)),
    ...(low && high ? [low.map(finite(log)), high.map(finite(log))] : []),
  ]);
  if (tables.length === 0) return [[]] as unknown as uPlot.AlignedData;
  return (tables.length === 1 ? tables[0] : uPlot.join(tables as uPlot.AlignedData[])) as uPlot.AlignedData;
}

function options(now: { readonly current: Props }, width: number): uPlot.Options {
  const { lines, log, yLabel, height = 260 } = now.current;
  const [muted, rule] = ['--muted', '--rule'].map(colourOf) as [string, string];
  const font = `11px ${colourOf('--font')}`;
  const axis = { stroke: muted, font, labelFont: `12px ${colourOf('--font')}`, ticks: { show: false }, grid: { stroke: rule, width: 1 } };
  const series = lines.flatMap(({ at, curve, points = false }): uPlot.Series[] => {
    const colour = colourOf(inkOf(at));
    const mean = {
      stroke: colour,
      width: 1.6,
      dash: [...(dashes[dashOf(at)] as readonly number[])],
      points: { show: points, size: 6, fill: colour },
      spanGaps: false,
    };
    const edge = { stroke: 'transparent', width: 0, points: { show: false } };
    return curve.low ? [mean, edge, edge] : [mean];
  });
  const bands: uPlot.Band[] = [];
  let place = 1;
  for (const { at, curve } of lines) {
    if (curve.low) bands.push({ series: [place + 2, place + 1], fill: `${colourOf(inkOf(at))}${lines.length > few ? '12' : '2e'}` });
    place += curve.low ? 3 : 1;
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: false, auto: false }, y: { distr: log ? 3 : 1 } },
    axes: [
      { ...axis, label: say('dash.chart.x'), labelSize: 18, size: 26, grid: { show: false }, incrs: wholeIncrements },
      {
        ...axis,
        label: yLabel,
        labelSize: 18,
        size: 52,
        values: (_, ticks) => tickTexts(ticks),
      },
    ],
    series: [{}, ...series],
    bands,
    hooks: {
      setCursor: [(chart) => point(chart, now.current.pointer)],
      setSelect: [(chart) => select(chart, now.current.onRange)],
      draw: [(chart) => drawMarks(chart, now.current)],
    },
  };
}

function point(chart: uPlot, pointer: Signal<number | undefined>): void {
  const { left, idx } = chart.cursor;
  if (left === undefined || left < 0 || idx === null || idx === undefined) return;
  pointer.value = chart.data[0][idx];
}

function select(chart: uPlot, onRange: Props['onRange']): void {
  const { left, width } = chart.select;
  if (width < 4) return;
  onRange([Math.max(0, Math.round(chart.posToVal(left, 'x'))), Math.round(chart.posToVal(left + width, 'x'))]);
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

const marks = { NaN: '✕', Infinity: '▲', '-Infinity': '▼' } as const;

/** What a line cannot show, at the upper edge; where runs diverged; the step that is pointed at. */
function drawMarks(chart: uPlot, { lines, pointer }: Props): void {
  const { ctx, bbox } = chart;
  const within = (x: number): boolean => x >= bbox.left && x <= bbox.left + bbox.width;
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.font = `${13 * devicePixelRatio}px ${colourOf('--font')}`;
  lines.forEach(({ at, curve, ended }, row) => {
    ctx.fillStyle = colourOf(inkOf(at));
    for (const [i, word] of curve.odd) {
      const x = chart.valToPos(curve.steps[i] as number, 'x', true);
      if (within(x)) ctx.fillText(marks[word], x, bbox.top + (row % 4) * 12 * devicePixelRatio);
    }
    if (ended !== undefined) upright(chart, ended, colourOf('--alarm'), [4, 4]);
  });
  ctx.restore();
  const step = pointer.peek();
  if (step !== undefined) upright(chart, step, colourOf('--muted'), []);
}

function upright(chart: uPlot, step: number, colour: string, dash: number[]): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(step, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** The value of a curve at a step: of the point that holds it. */
export function valueAt(curve: Curve, step: number): string {
  const next = curve.steps.findIndex((first) => first > step);
  const i = next < 0 ? curve.steps.length - 1 : next - 1;
  if (i < 0) return '–';
  const odd = curve.odd.find(([at]) => at === i);
  return odd ? numberText(odd[1]) : numberText(curve.mean[i]);
}

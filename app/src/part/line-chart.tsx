/** Lines over a common axis, live: uPlot with the colours of the page and a pointer that charts share. */
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colourOf, colours } from '../shell/theme.ts';
import { tickTexts, wholeIncrements } from './ticks.ts';

export interface Line {
  readonly label: string;
  /** Name of a colour variable: `--c1`. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly width?: number;
  /** Share of the ink, 0 to 1. */
  readonly ink?: number;
  readonly dash?: readonly number[];
  /** Fills up to the line this many places before it. */
  readonly fillTo?: number;
  /** Drawn, but not named in the legend. */
  readonly quiet?: boolean;
  readonly points?: boolean;
}

/** A cross at the upper edge: something happened here that no line can show. */
export interface Mark {
  readonly x: number;
  /** Name of a colour variable. */
  readonly colour: string;
}

export interface LineChartProps {
  /** What a screen reader says of it. */
  readonly title: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly log?: boolean;
  readonly yRange?: readonly [number, number];
  readonly height?: number;
  readonly marks?: readonly Mark[];
  /** The x that charts point at together. */
  readonly pointer?: Signal<number | undefined>;
  /** Whole numbers only on the x axis. */
  readonly whole?: boolean;
}

type Shape = Omit<LineChartProps, 'x' | 'lines'> & { readonly lines: readonly Omit<Line, 'values'>[] };

/** What a chart must be built anew for. */
const shapeKey = ({ xLabel, yLabel, log, yRange, height, whole, marks, lines }: LineChartProps, scheme: number): string =>
  JSON.stringify([xLabel, yLabel, log, yRange, height, whole, marks, scheme, lines.map(({ values: _, ...look }) => look)]);

export function LineChart(props: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const key = shapeKey(props, colours.value);
  const data = [props.x, ...props.lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  const { pointer } = props;

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const built = new uPlot(options(props, element.clientWidth), data, element);
    chart.current = built;
    const resize = new ResizeObserver(() => built.setSize({ width: element.clientWidth, height: props.height ?? 260 }));
    resize.observe(element);
    const stop = pointer?.subscribe(() => built.redraw(false));
    return () => {
      stop?.();
      resize.disconnect();
      built.destroy();
    };
  }, [key]);
  useEffect(() => chart.current?.setData(data));
  return <div class="chart" ref={host} role="img" aria-label={props.title} />;
}

function options(shape: Shape, width: number): uPlot.Options {
  const { height = 260, log = false, yRange, xLabel, yLabel, whole = true, marks = [], pointer } = shape;
  const [ink, muted, rule] = ['--ink', '--muted', '--rule'].map(colourOf) as [string, string, string];
  const font = `11px ${colourOf('--font')}`;
  const axis = { stroke: muted, font, labelFont: `12px ${colourOf('--font')}`, ticks: { show: false }, grid: { stroke: rule, width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false }, y: { distr: log ? 3 : 1, ...(yRange && { range: [...yRange] as [number, number] }) } },
    axes: [
      {
        ...axis,
        label: xLabel,
        labelSize: 18,
        size: 24,
        grid: { show: false },
        ...(whole && { incrs: wholeIncrements }),
      },
      {
        ...axis,
        label: yLabel,
        labelSize: 18,
        size: 46,
        values: (_, ticks) => tickTexts(ticks),
        // Over many decades the lines between them would be a grey field.
        grid: { ...axis.grid, filter: (_, ticks) => ticks.map((tick) => (!log || isDecade(tick) ? tick : null)) },
      },
    ],
    series: [
      {},
      ...shape.lines.map(({ label, colour, width: stroke = 2, ink: share = 1, dash, points = false }) => ({
        label,
        stroke: faded(colourOf(colour), share),
        width: stroke,
        dash: dash && [...dash],
        points: { show: points, size: 5, fill: colourOf(colour) },
        spanGaps: false,
      })),
    ],
    bands: shape.lines.flatMap(({ fillTo, colour }, i) =>
      fillTo === undefined ? [] : [{ series: [i + 1, i + 1 - fillTo] as [number, number], fill: faded(colourOf(colour), 0.14) }],
    ),
    hooks: {
      draw: [(chart) => drawMarks(chart, marks), (chart) => drawPointer(chart, pointer?.peek(), ink)],
      // A hook that is undefined would be called.
      ...(pointer && { setCursor: [(chart: uPlot) => point(chart, pointer)] }),
    },
  };
}

const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

/** A mouse above the chart points; once it has gone the pointer stays where the slider has it. */
function point(chart: uPlot, pointer: Signal<number | undefined>): void {
  const { left, idx } = chart.cursor;
  if (left === undefined || left < 0 || idx === null || idx === undefined) return;
  pointer.value = chart.data[0][idx];
}

function drawMarks(chart: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = chart;
  const size = 5 * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const { x, colour } of marks) {
    const [middle, top] = [chart.valToPos(x, 'x', true), bbox.top + size];
    ctx.strokeStyle = colourOf(colour);
    ctx.beginPath();
    for (const side of [-1, 1]) {
      ctx.moveTo(middle - side * size, top - size);
      ctx.lineTo(middle + side * size, top + size);
    }
    ctx.stroke();
  }
  ctx.restore();
}

function drawPointer(chart: uPlot, at: number | undefined, ink: string): void {
  if (at === undefined) return;
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(at, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = faded(ink, 0.55);
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

const faded = (colour: string, share: number): string =>
  share >= 1
    ? colour
    : `${colour}${Math.round(share * 255)
        .toString(16)
        .padStart(2, '0')}`;

/** A quantity by layer and step as a picture: layers from the bottom up, steps to the right, one scale for all pictures. */
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { colourOf, colours } from '../shell/theme.ts';

interface Props {
  readonly title: string;
  /** By step, then by layer. Not finite: drawn in the alarm colour. */
  readonly columns: readonly (readonly number[])[];
  readonly steps: readonly number[];
  /** Steps of the whole race: pictures of runs that ended early stay comparable. */
  readonly length: number;
  /** Logarithms to the base 10 at the ends of the scale. */
  readonly range: readonly [number, number];
  readonly pointer: Signal<number | undefined>;
  readonly beat: number;
}

type Rgb = readonly [number, number, number];

const stops: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: ['#f1f1ea', '#a9d0e6', '#4b97c9', '#0f5a96', '#3b1f5c'],
  dark: ['#1b2027', '#173f66', '#2b77b8', '#7fc0ee', '#f6f3d6'],
};

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const ramps = { light: stops.light.map(parse), dark: stops.dark.map(parse) };
const scheme = (): 'light' | 'dark' => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

/** @param share 0 to 1. */
function shade(share: number, ramp: readonly Rgb[]): Rgb {
  const at = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const [low, high] = [ramp[Math.floor(at)] as Rgb, ramp[Math.ceil(at)] as Rgb];
  return [0, 1, 2].map((i) => (low[i] as number) + ((high[i] as number) - (low[i] as number)) * (at % 1)) as unknown as Rgb;
}

const height = 120;

export function HeatMap({ title, columns, steps, length, range, pointer, beat }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const tint = colours.value;
  useEffect(() => paint(canvas.current as HTMLCanvasElement, columns, steps, length, range), [beat, tint, length, range[0], range[1]]);
  useEffect(
    () =>
      pointer.subscribe((step) => {
        const mark = line.current as HTMLDivElement;
        mark.hidden = step === undefined;
        mark.style.left = `${(100 * ((step ?? 0) + 0.5)) / length}%`;
      }),
    [pointer, length],
  );
  const point = (event: PointerEvent): void => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const step = Math.floor(((event.clientX - left) / width) * length);
    pointer.value = Math.min(Math.max(step, 0), length - 1);
  };
  return (
    <div class="heat" onPointerMove={point}>
      <canvas ref={canvas} height={height} role="img" aria-label={title} />
      <div class="mark" ref={line} hidden />
    </div>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  columns: readonly (readonly number[])[],
  steps: readonly number[],
  length: number,
  [low, high]: readonly [number, number],
): void {
  const layers = columns[0]?.length ?? 1;
  const stride = steps.length > 1 ? (steps[1] as number) - (steps[0] as number) : 1;
  const cells = Math.max(1, Math.ceil(length / stride));
  canvas.width = cells;
  canvas.height = layers;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(cells, layers);
  const [ramp, alarm] = [ramps[scheme()], parse(colourOf('--alarm'))];
  columns.slice(0, cells).forEach((column, x) => {
    column.forEach((value, layer) => {
      const colour = Number.isFinite(value) ? shade((Math.log10(Math.max(value, 1e-30)) - low) / (high - low), ramp) : alarm;
      image.data.set([...colour, 255], 4 * ((layers - 1 - layer) * cells + x));
    });
  });
  context.putImageData(image, 0, 0);
}

/** The scale of the pictures, from low to high. */
export function HeatScale({ range: [low, high], label }: { readonly range: readonly [number, number]; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tint = colours.value;
  useEffect(() => {
    const context = (canvas.current as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(64, 1);
    for (let i = 0; i < 64; i++) image.data.set([...shade(i / 63, ramps[scheme()]), 255], 4 * i);
    context.putImageData(image, 0, 0);
  }, [tint]);
  return (
    <div class="heat-scale">
      <span>{label}</span>
      <span>{power(low)}</span>
      <canvas ref={canvas} width={64} height={1} />
      <span>{power(high)}</span>
    </div>
  );
}

const power = (exponent: number): string =>
  Math.abs(exponent) > 3 ? (10 ** exponent).toExponential(0) : String(Number((10 ** exponent).toPrecision(1)));

/** Ends of a common scale, in whole halves so that it does not quiver while a race runs. */
export function commonRange(all: Iterable<number>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of all) {
    if (!(value > 0) || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [-2, 1];
  const [from, to] = [Math.max(Math.floor(2 * Math.log10(low)) / 2, Math.log10(high) - 6), Math.ceil(2 * Math.log10(high)) / 2];
  return to > from ? [from, to] : [from, from + 1];
}

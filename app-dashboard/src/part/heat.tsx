/** A series by place and step as a picture: the first layer at the bottom, steps to the right. */
import type { Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { say } from '../../../app/src/shell/say.ts';
import { colourOf, colours } from '../../../app/src/shell/theme.ts';
import type { Heat, Num } from '../../../src/serve/dashboard/wire.ts';
import { numberText } from './text.ts';

type Rgb = readonly [number, number, number];

/** One hue sequence for each theme; the darkest and the lightest end differ in lightness, so that no colour sense is needed. */
const stops: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: ['#f1f1ea', '#a9d0e6', '#4b97c9', '#0f5a96', '#3b1f5c'],
  dark: ['#1b2027', '#173f66', '#2b77b8', '#7fc0ee', '#f6f3d6'],
};
const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const ramps = { light: stops.light.map(parse), dark: stops.dark.map(parse) };
const ramp = (): readonly Rgb[] => ramps[document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'];

function shade(share: number, colours: readonly Rgb[]): Rgb {
  const at = Math.min(Math.max(share, 0), 1) * (colours.length - 1);
  const [low, high] = [colours[Math.floor(at)] as Rgb, colours[Math.ceil(at)] as Rgb];
  return [0, 1, 2].map((i) => (low[i] as number) + ((high[i] as number) - (low[i] as number)) * (at % 1)) as unknown as Rgb;
}

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

/** One scale for pictures that are compared; logarithmic where values are positive and far apart. */
export function scaleOf(pictures: readonly (readonly (readonly (Num | null)[])[])[]): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const rows of pictures)
    for (const row of rows)
      for (const value of row) {
        if (typeof value !== 'number') continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
  if (low > high) return { low: 0, high: 1, log: false };
  return { low, high: high > low ? high : low + 1, log: low > 0 && high / low > 30 };
}

const shareOf = (value: number, { low, high, log }: Scale): number =>
  log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

interface Props {
  readonly heat: Heat;
  readonly of: 'low' | 'high';
  readonly scale: Scale;
  readonly pointer: Signal<number | undefined>;
  readonly name?: string;
}

export function HeatPicture({ heat, of, scale, pointer, name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const tint = colours.value;
  const rows = heat[of];
  useEffect(
    () => paint(canvas.current as HTMLCanvasElement, rows, heat.steps.length, scale),
    [rows, tint, scale.low, scale.high, scale.log],
  );
  useEffect(
    () =>
      pointer.subscribe((step) => {
        const mark = line.current as HTMLDivElement;
        const column = step === undefined ? -1 : columnOf(heat.steps, step);
        mark.hidden = column < 0;
        mark.style.left = `${(100 * (column + 0.5)) / heat.steps.length}%`;
      }),
    [pointer, heat.steps],
  );
  const point = (event: PointerEvent): void => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * heat.steps.length);
    pointer.value = heat.steps[Math.min(Math.max(column, 0), heat.steps.length - 1)];
  };
  const label = useMemo(() => describe(heat, of, name), [heat, of, name]);
  return (
    <div class="picture">
      <div class="picture-labels" aria-hidden="true">
        <span>{heat.labels.at(-1)}</span>
        <span>{heat.labels[0]}</span>
      </div>
      <div class="picture-cells" onPointerMove={point}>
        <canvas ref={canvas} role="img" aria-label={label} />
        <div class="mark" ref={line} hidden />
      </div>
      <div class="picture-steps" aria-hidden="true">
        <span>{heat.steps[0]}</span>
        <span>{heat.last}</span>
      </div>
    </div>
  );
}

/** The column that holds a step; -1 before the first. */
export function columnOf(steps: readonly number[], step: number): number {
  const next = steps.findIndex((first) => first > step);
  return next < 0 ? steps.length - 1 : next - 1;
}

/** Pixels a cell has at least, so that stripes show in it. */
const grain = 4;

function paint(canvas: HTMLCanvasElement, rows: readonly (readonly (Num | null)[])[], columns: number, scale: Scale): void {
  canvas.width = Math.max(1, columns * grain);
  canvas.height = Math.max(1, rows.length * grain);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(canvas.width, canvas.height);
  const [colours, alarm, paper] = [ramp(), parse(colourOf('--alarm')), parse(colourOf('--alarm-paper'))];
  rows.forEach((row, place) => {
    row.forEach((value, column) => {
      if (value === null) return;
      const colour = typeof value === 'number' ? shade(shareOf(value, scale), colours) : undefined;
      for (let y = 0; y < grain; y++)
        for (let x = 0; x < grain; x++) {
          const at = ((rows.length - 1 - place) * grain + y) * canvas.width + column * grain + x;
          image.data.set([...(colour ?? ((x + y) % grain < grain / 2 ? alarm : paper)), 255], 4 * at);
        }
    });
  });
  context.putImageData(image, 0, 0);
}

function describe({ series, labels, steps, last, ...rows }: Heat, of: 'low' | 'high', name?: string): string {
  const { low, high } = scaleOf([rows[of]]);
  const odd = rows[of].reduce((sum, row) => sum + row.filter((value) => typeof value === 'string').length, 0);
  const told = say('dash.inside.described', {
    series,
    places: labels.length,
    from: steps[0] ?? 0,
    to: last,
    low: numberText(low),
    high: numberText(high),
    odd,
  });
  return name === undefined ? told : `${name}: ${told}`;
}

/** What the colours mean. */
export function HeatScale({ scale }: { readonly scale: Scale }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tint = colours.value;
  useEffect(() => {
    const context = (canvas.current as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(64, 1);
    for (let i = 0; i < 64; i++) image.data.set([...shade(i / 63, ramp()), 255], 4 * i);
    context.putImageData(image, 0, 0);
  }, [tint]);
  return (
    <p class="picture-scale">
      <span>{numberText(scale.low, 3)}</span>
      <span aria-hidden="true">
        <canvas ref={canvas} width={64} height={1} />
      </span>
      <span>{numberText(scale.high, 3)}</span>
      {scale.log && <span class="note">log</span>}
      <span class="stripes" aria-hidden="true" />
      <span>{say('dash.inside.notFinite')}</span>
    </p>
  );
}

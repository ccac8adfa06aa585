import { describe, expect, it } from 'vitest';
import { armColor, palette, surfaces, themeVariables } from '../../../src/chart/theme.ts';

type Triple = readonly [number, number, number];

const channels = (hex: string): Triple => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Triple;
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const toLinear = (hex: string): Triple => channels(hex).map(linear) as unknown as Triple;
const times = (matrix: readonly Triple[], v: Triple): Triple =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const sight: Readonly<Record<string, readonly Triple[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function oklab(rgb: Triple): Triple {
  const [r, g, b] = rgb.map((value) => Math.max(0, value)) as unknown as Triple;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function luminance(hex: string): number {
  const [r, g, b] = toLinear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('palette, %s', (mode) => {
  const shades = palette.map((shade) => shade[mode]);

  it.each(Object.keys(sight))('tells every two of the eight arms apart under %s', (kind) => {
    const seen = shades.map((hex) => oklab(times(sight[kind] ?? [], toLinear(hex))));
    const pairs = seen.flatMap((a, i) => seen.slice(i + 1).map((b, j) => ({ pair: [i, i + 1 + j], distance: distance(a, b) })));
    const closest = pairs.sort((a, b) => a.distance - b.distance)[0];
    expect(closest?.distance, JSON.stringify(pairs.slice(0, 6))).toBeGreaterThan(0.05);
  });

  it('is readable as text on the paper colour', () => {
    for (const hex of [...shades, surfaces.muted[mode], surfaces.ink[mode]])
      expect(contrast(hex, surfaces.paper[mode])).toBeGreaterThan(4.5);
    expect(contrast(surfaces.alarm[mode], surfaces['alarm-paper'][mode])).toBeGreaterThan(4.5);
  });
});

it('names the same variables in both modes', () => {
  const names = (css: string) => [...css.matchAll(/--[\w-]+/g)].map(([name]) => name);
  expect(names(themeVariables('light'))).toEqual(names(themeVariables('dark')));
  expect(armColor(0)).toBe(armColor(palette.length));
});

import { describe, expect, it } from 'vitest';
import { breaks } from '../../../src/chart/break.ts';
import { chartDocument } from '../../../src/chart/document.ts';
import { dodge, placeLabels } from '../../../src/chart/dodge.ts';
import { forest } from '../../../src/chart/forest.ts';
import { extent, logTicks, shortNumber } from '../../../src/chart/scale.ts';
import { shorten, textWidth, visible } from '../../../src/chart/text.ts';
import { document } from './document.ts';

describe('dodge', () => {
  it('leaves labels alone that do not touch', () => {
    expect(dodge([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
  });

  it('spreads touching labels around their middle, in order', () => {
    expect(dodge([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
    expect(dodge([52, 48], 10, 0, 100)).toEqual([55, 45]);
  });

  it('keeps them inside', () => {
    expect(dodge([0, 0], 10, 0, 100)).toEqual([0, 10]);
    expect(dodge([100, 99], 10, 0, 100)).toEqual([100, 90]);
  });
});

it('placeLabels takes the first free place', () => {
  const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
  expect(
    placeLabels(
      [
        [box(0), box(20)],
        [box(20), box(40)],
      ],
      [box(5)],
    ).map(({ x }) => x),
  ).toEqual([20, 40]);
});

describe('scales', () => {
  it('ignore what is no number, and what a log axis cannot hold', () => {
    expect(extent([1, Number.NaN, 3, Number.POSITIVE_INFINITY], 'linear', 0)).toEqual([1, 3]);
    expect(extent([0, -1, 1, 100], 'log', 0)).toEqual([1, 100]);
    expect(extent([], 'linear')).toEqual([0, 1]);
  });

  it('widen a flat series, so that it is not drawn as a cliff', () => {
    const [low, high] = extent([2, 2], 'log');
    expect(high / low).toBeGreaterThanOrEqual(2.49);
    expect(extent([5, 5])[0]).toBeLessThan(5);
  });

  it.each([
    [1, 2],
    [0.05, 0.35],
    [1e-9, 1e6],
    [3, 3.2],
  ] as const)('log ticks of %d to %d are few and inside', (low, high) => {
    const ticks = logTicks([low, high]);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
  });

  it('writes learning rates as people do', () => {
    expect([3e-4, 1e-3, 0.03, 1234.56, 1e-8, 250000].map(shortNumber)).toEqual(['3e-4', '0.001', '0.03', '1230', '1e-8', '2.5e5']);
  });
});

describe('text', () => {
  it('counts Chinese characters at full width', () => {
    expect(textWidth('残差流', 10)).toBe(30);
  });

  it('cuts between characters, never inside one', () => {
    expect(shorten('short', 500, 12)).toBe('short');
    expect(shorten('😀😀😀😀😀😀', 40, 12)).toMatch(/^(😀)+…$/u);
  });

  it('shows marks that reorder text and replaces what XML forbids', () => {
    expect(visible('a\u202eb\u2066c\u0007d')).toBe('a⟨U+202E⟩b⟨U+2066⟩c\ufffdd');
  });
});

it('breaks finds the start of each stretch without numbers', () => {
  const points = [1, Number.NaN, Number.NaN, 2, Number.POSITIVE_INFINITY].map((y, x) => ({ x, y }));
  expect(breaks(points)).toEqual([
    { x: 1, last: { x: 0, y: 1 } },
    { x: 4, last: { x: 3, y: 2 } },
  ]);
});

it('a chart without any document says what to do', () => {
  expect(() => chartDocument()).toThrow('linkedom');
  expect(chartDocument(document)).toBe(document);
});

it('two long pairs that share their first name stay apart in a forest', () => {
  const [a, ...others] = [
    'a name that goes on and on and on and on',
    'one quite other long name of its own',
    'second quite other long name of its own',
  ];
  const rows = others.map((b) => ({ pair: [a ?? '', b] as const, difference: 0, low: -1, high: 1, color: null, note: 'none' }));
  const svg = forest({ document, title: 't', description: 'd', width: 600, rows, xLabel: 'x', sides: { left: 'l', right: 'r' } });
  const names = [...svg.matchAll(/>(a name[^<]*)</g)].map(([, name]) => name);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
});

import { describe, expect, it } from 'vitest';
import { depthSlope } from '../../../src/chart/depth-slope.ts';
import { layerProfile } from '../../../src/chart/layer-profile.ts';
import { type BandArm, lineWithBand } from '../../../src/chart/line-with-band.ts';
import { lineWithInterval } from '../../../src/chart/line-with-interval.ts';
import { lrCurve } from '../../../src/chart/lr-curve.ts';
import { survivalCurve } from '../../../src/chart/survival-curve.ts';
import { count, crosses, document } from './document.ts';

const words = { document, title: 't', description: 'd', xLabel: 'x', yLabel: 'y' };
const band = [0, 1, 2, 3].map((x) => ({ x, mean: 3 - x, low: 2.9 - x, high: 3.1 - x }));
const whole: BandArm = { label: 'a', color: 0, band, broken: [] };

function draw(arms: readonly BandArm[]): string {
  return lineWithBand({ ...words, arms, breakNote: (x) => `step ${x}` });
}

describe('curves', () => {
  it('have no ✕ where all is well', () => {
    expect(crosses(draw([whole]))).toBe(0);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('mark %s in a mean with its step', (value) => {
    const svg = draw([{ ...whole, band: band.map((point) => (point.x === 2 ? { ...point, mean: value } : point)) }]);
    expect(crosses(svg)).toBe(1);
    expect(svg).toContain('step 2');
  });

  it('mark a run at the point where it breaks', () => {
    const points = [
      { x: 0, y: 3 },
      { x: 1, y: 900 },
      { x: 2, y: Number.NaN },
    ];
    const svg = draw([{ ...whole, broken: [{ points, note: 'step 2', crossAtEnd: true }] }]);
    expect(crosses(svg)).toBe(1);
    expect(svg).toContain('step 2');
  });

  it('mark a run that diverged while its loss was still a number', () => {
    const broken = [
      {
        points: [
          { x: 0, y: 3 },
          { x: 1, y: 90 },
        ],
        note: 'step 1',
        crossAtEnd: true,
      },
    ];
    expect(crosses(draw([{ ...whole, broken }]))).toBe(1);
  });

  it('leave a run unmarked that was only interrupted', () => {
    const broken = [
      {
        points: [
          { x: 0, y: 3 },
          { x: 1, y: 2.5 },
        ],
        note: '',
        crossAtEnd: false,
      },
    ];
    expect(crosses(draw([{ ...whole, broken }]))).toBe(0);
  });

  it('mark a run that never gave a number', () => {
    const broken = [{ points: [{ x: 0, y: Number.NaN }], note: 'step 0', crossAtEnd: true }];
    expect(crosses(draw([{ label: 'a', color: 0, band: [], broken }]))).toBe(1);
  });

  it('keep their scale when a run explodes', () => {
    const broken = [
      {
        points: [
          { x: 0, y: 3 },
          { x: 1, y: 1e9 },
        ],
        note: 'step 1',
        crossAtEnd: true,
      },
    ];
    const svg = draw([{ ...whole, broken }]);
    expect(svg).not.toMatch(/>[1-9]00,000,000</);
    const heights = [...svg.matchAll(/ d="(M[^"]*)"/g)].flatMap(([, d = '']) => [...d.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y)));
    expect(Math.min(...heights)).toBeGreaterThan(-10);
  });
});

describe('learning rates', () => {
  const point = { lr: 1e-3, loss: 1.5, diverged: 0, chosen: false };
  const curve = (points: readonly (typeof point | { lr: number; loss: null; diverged: number; chosen: boolean })[]): string =>
    lrCurve({
      ...words,
      dashLabels: ['none'],
      words: { diverged: 'lost', chosen: 'chosen' },
      lines: [{ label: 'a', color: 0, dash: 0, points }],
    });

  it('show a ✕ in the strip and one in the legend for each lost choice', () => {
    expect(crosses(curve([point]))).toBe(0);
    expect(crosses(curve([point, { lr: 1e-2, loss: null, diverged: 2, chosen: false }]))).toBe(2);
    expect(crosses(curve([point, { ...point, lr: 1e-2, diverged: 1 }]))).toBe(2);
    expect(crosses(curve([point, { ...point, lr: 1e-2, loss: Number.NaN }]))).toBe(2);
  });

  it('draw even when every choice was lost', () => {
    expect(crosses(curve([{ lr: 1e-3, loss: null, diverged: 1, chosen: false }]))).toBe(2);
  });
});

describe('profiles', () => {
  const panel = (values: readonly number[], yType: 'log' | 'linear'): string =>
    layerProfile({
      ...words,
      yType,
      panels: [{ heading: 'a', color: 0, lines: [{ label: 'end', color: 0, moment: 'end', values }] }],
    }).join('');

  it('mark every place whose value is no number', () => {
    expect(crosses(panel([1, Number.NaN, Number.POSITIVE_INFINITY], 'log'))).toBe(2);
    expect(crosses(panel([1, 2, 3], 'linear'))).toBe(0);
  });

  it('name a zero that a log axis cannot hold', () => {
    expect(panel([1, 0, 2], 'log')).toMatch(/data-mark="zero"[^>]*>0</);
    expect(panel([1, 0, 2], 'linear')).not.toContain('data-mark="zero"');
  });
});

it('depth: marks a depth at which nothing could be measured', () => {
  const points = [2, 4].map((depth) => ({ depth, mean: depth === 4 ? Number.NaN : 1, low: null, high: null }));
  expect(crosses(depthSlope({ ...words, lines: [{ label: 'a', color: 0, points }] }))).toBe(1);
});

describe('survival', () => {
  const point = (step: number, survival: number, diverged = 0, censored = 0) => ({ step, survival, diverged, censored });
  const curve = (...points: ReturnType<typeof point>[]) => survivalCurve({ ...words, lines: [{ label: 'a', color: 0, points }] });

  it('has a ✕ at each step that lost runs and a tick at each that ended watching', () => {
    const svg = curve(point(0, 1), point(10, 0.75, 1), point(30, 0.25, 2), point(100, 0.25, 0, 1));
    expect(crosses(svg)).toBe(2);
    expect(count(svg, 'data-mark="censored"')).toBe(1);
  });

  it('goes down in stairs: across, then down', () => {
    const svg = curve(point(0, 1), point(50, 0.5, 1), point(100, 0.5, 0, 1));
    expect(svg).toMatch(/d="M[\d.]+,[\d.]+H[\d.]+V[\d.]+H[\d.]+V[\d.]+"/);
  });

  it('draws nobody, and somebody who was lost at once', () => {
    expect(crosses(curve())).toBe(0);
    expect(crosses(curve(point(0, 0, 3)))).toBe(1);
  });
});

describe('a result against a varied number', () => {
  const point = { x: 2, mean: 1, low: 0.9, high: 1.1, partial: false };
  const drawn = (...points: ({ readonly mean: number | null } & Omit<typeof point, 'mean'>)[]) =>
    lineWithInterval({ ...words, lines: [{ label: 'a', color: 0, points }] });

  it.each([null, Number.NaN, Number.POSITIVE_INFINITY])('marks a mean of %s', (mean) => {
    expect(crosses(drawn(point, { ...point, x: 4, mean }))).toBe(1);
    expect(drawn(point, { ...point, x: 4, mean })).not.toMatch(/NaN|Infinity/);
  });

  it('marks a mean that leaves runs out, and no other', () => {
    expect(crosses(drawn(point, { ...point, x: 4 }))).toBe(0);
    expect(crosses(drawn(point, { ...point, x: 4, partial: true }))).toBe(1);
  });
});

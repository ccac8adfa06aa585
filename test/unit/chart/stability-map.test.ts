/** The stability map: every setting in its place, every lost run counted. */
import { describe, expect, it } from 'vitest';
import { type MapCell, type MapPanel, stabilityLegend, stabilityMap } from '../../../src/chart/stability-map.ts';
import { count, document, parse } from './document.ts';

const held = (lr: number, loss = 2): MapCell => ({ lr, loss, diverged: 0, told: 3, planned: 3 });
const broken = (lr: number, diverged: number): MapCell => ({ lr, loss: diverged < 3 ? 2 : null, diverged, told: 3, planned: 3 });
const panel = (...rows: MapCell[][]): MapPanel => ({
  heading: 'a',
  color: 0,
  rows: rows.map((cells, at) => ({ label: `row ${at}`, cells })),
});
const draw = (...panels: MapPanel[]) =>
  stabilityMap({ document, title: 't', description: 'd', panels, xLabel: 'x', rowLabel: 'depth', width: 500 });
const texts = (svg: string) => [...parse(svg).querySelectorAll('[aria-label=annotations] text')].map(({ textContent }) => textContent);
/** The shades and grounds of cells from left to right: left edge and width. */
const boxes = (svg: string) =>
  [...parse(svg).querySelectorAll('[aria-label=annotations] rect')].map(
    (rect) => [Number(rect.getAttribute('x')), Number(rect.getAttribute('width'))] as const,
  );

describe('cells', () => {
  it('say the mean loss where every run survived, and how many of how many diverged elsewhere', () => {
    const [svg = ''] = draw(panel([held(1e-3, 2.345), broken(3e-3, 1), broken(1e-2, 3)]));
    expect(texts(svg)).toEqual(['row 0', '2.35', '1/3', '3/3']);
    expect(count(svg, 'data-mark="diverged"')).toBe(2);
  });

  it('never shade a setting that lost a run, and never hatch one that lost none', () => {
    const [svg = ''] = draw(panel([held(1e-3), broken(3e-3, 1)]));
    const fills = [...parse(svg).querySelectorAll('[aria-label=annotations] rect')].map((rect) => rect.getAttribute('fill')?.slice(0, 8));
    expect(fills).toEqual(['var(--c1', 'var(--al']);
  });

  it('ink a smaller loss more, over all panels alike', () => {
    const shades = draw(panel([held(1e-3, 2), held(1e-2, 4)]), panel([held(1e-3, 3), held(1e-2, 2)])).map((svg) =>
      [...parse(svg).querySelectorAll('[aria-label=annotations] rect')].map((rect) => Number(rect.getAttribute('fill-opacity'))),
    );
    const [[best, worst], [middle, same]] = shades as [[number, number], [number, number]];
    expect(best).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(worst);
    expect(same).toBe(best);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('cross out a mean of %s', (loss) => {
    const [svg = ''] = draw(panel([held(1e-3), { ...held(1e-2), loss }]));
    expect(count(svg, 'data-mark="diverged"')).toBe(1);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('outline what has no outcome yet', () => {
    const [svg = ''] = draw(panel([held(1e-3), { lr: 1e-2, loss: null, diverged: 0, told: 0, planned: 3 }]));
    expect(count(svg, 'data-mark="missing"')).toBe(1);
    expect(texts(svg)).toContain('?');
  });

  it('reach half-way to their neighbours on a log scale, a refined rate standing between the two it was put between', () => {
    const [svg = ''] = draw(panel([held(1e-3), held(1e-2), held(1e-1)], [held(1e-3), held(3.1623e-3), held(1e-2), held(1e-1)]));
    const [a, b, c, d, e, f, g] = boxes(svg);
    const near = (x: number | undefined, y: number) => expect(Math.abs((x as number) - y)).toBeLessThan(0.1);
    // Three decades, each as wide as another; the refined row splits the first border in two.
    near(a?.[1], b?.[1] as number);
    near(b?.[1], c?.[1] as number);
    near((e?.[1] as number) + 1.5, ((b?.[1] as number) + 1.5) / 2);
    near((d?.[0] as number) + (d?.[1] as number) + 1.5, e?.[0] as number);
    near(f?.[0], (e?.[0] as number) + (e?.[1] as number) + 1.5);
    near(g?.[0], c?.[0] as number);
  });

  it('keep the count of a narrow cell out of its neighbours, and its hatching in', () => {
    const rates = Array.from({ length: 40 }, (_, i) => 1e-4 * 1.2 ** i);
    const [svg = ''] = draw(panel(rates.map((lr) => broken(lr, 1))));
    expect(texts(svg)).toEqual(['row 0']);
    expect(count(svg, 'data-mark="diverged"')).toBe(40);
  });

  it('hatch inside their own edges', () => {
    const [svg = ''] = draw(panel([held(1e-3), broken(3e-3, 3), held(1e-2)]));
    const rect = [...parse(svg).querySelectorAll('[aria-label=annotations] rect')][1] as Element;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name))) as [
      number,
      number,
      number,
      number,
    ];
    const d = parse(svg).querySelector('[data-mark=diverged]')?.getAttribute('d') ?? '';
    const points = [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, px, py]) => [Number(px), Number(py)] as const);
    expect(points.length).toBeGreaterThan(8);
    for (const [px, py] of points) {
      expect(px).toBeGreaterThanOrEqual(x - 0.02);
      expect(px).toBeLessThanOrEqual(x + width + 0.02);
      expect(py).toBeGreaterThanOrEqual(y - 0.02);
      expect(py).toBeLessThanOrEqual(y + height + 0.02);
    }
  });
});

it('the key names only what occurs', () => {
  const words = { loss: (loss: number) => `loss ${loss}`, some: 'some', all: 'all', missing: 'missing' };
  const names = (...cells: MapCell[]) => stabilityLegend([panel(cells)], words).map(({ label }) => label);
  expect(names(held(1e-3, 2), held(1e-2, 3))).toEqual(['loss 2', 'loss 3']);
  expect(names(broken(1e-3, 1))).toEqual(['some']);
  expect(names(held(1e-3), broken(1e-2, 3))).toEqual(['loss 2', 'all']);
  expect(names({ lr: 1, loss: null, diverged: 0, told: 1, planned: 2 })).toEqual(['missing']);
});

it('one learning rate alone, and none, still draw', () => {
  expect(texts(draw(panel([held(1e-3)]))[0] ?? '')).toEqual(['row 0', '2.00']);
  expect(draw(panel([]))).toHaveLength(1);
  expect(draw()).toEqual([]);
});

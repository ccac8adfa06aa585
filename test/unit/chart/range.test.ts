/** Loss curves keep their height for what differs: a reference beyond them is a mark at the edge, and the end of a training is seen closer. */
import { describe, expect, it } from 'vitest';
import { type BandArm, lineWithBand } from '../../../src/chart/line-with-band.ts';
import { document } from './document.ts';

const line = (label: string, color: number, mean: (step: number) => number): BandArm => ({
  label,
  color,
  band: Array.from({ length: 31 }, (_, x) => ({ x, mean: mean(x), low: mean(x), high: mean(x) })),
  broken: [],
});
const arms = [line('Post-Norm', 0, (x) => 2.5 + 2 * Math.exp(-x)), line('Pre-Norm', 1, (x) => 2.4 + 2 * Math.exp(-x))];
const references = [
  { y: 4.5, label: 'uniform guess 4.50' },
  { y: 2.45, label: 'bigram entropy 2.45' },
  { y: 1, label: 'entropy 1.00' },
];
const draw = (from?: number) =>
  lineWithBand({
    document,
    title: 'Loss',
    description: 'Loss',
    arms,
    references,
    breakNote: (x) => `step ${x}`,
    xLabel: 'step',
    yLabel: 'loss',
    ...(from !== undefined && { from }),
  });

/** Heights in pixels of the two arms where they end. */
function ends(svg: string): number[] {
  const paths = [...svg.matchAll(/<path[^>]* d="(M[^"]+)"/g)]
    .map(([, d]) => d as string)
    .filter((d) => !d.includes('Z') && d.split('L').length > 5);
  return paths.map((d) => Number(d.split(',').at(-1)));
}
const gap = (svg: string): number => {
  const [a = 0, b = 0] = ends(svg);
  return Math.abs(a - b);
};

describe('loss curves', () => {
  it('name a reference in their range beside its line, one beyond at the edge behind which it lies', () => {
    const svg = draw(20);
    expect(svg).toContain('↑ uniform guess 4.50');
    expect(svg).toContain('↓ entropy 1.00');
    expect(svg).toMatch(/>bigram entropy 2\.45</);
    expect(draw()).toMatch(/>uniform guess 4\.50</);
  });

  it('give a difference of 0.1 most of the height at the end of the training', () => {
    expect(ends(draw())).toHaveLength(2);
    expect(gap(draw(20))).toBeGreaterThan(150);
    expect(gap(draw(20))).toBeGreaterThan(10 * gap(draw()));
  });

  it('begin where they are told to', () => {
    expect(draw(20)).not.toMatch(/>(0|5|10|15)</);
    expect(draw(20)).toMatch(/>30</);
  });
});

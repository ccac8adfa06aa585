/** Where a run broke first. */
import { expect, it } from 'vitest';
import { firstBreak } from '../../../src/study/first-break.ts';

const labels = { 'stream-rms/out': ['layers.0.attn', 'layers.0.ffn', 'layers.1.attn'], 'gradient-norm/layer': ['layers.0', 'layers.1'] };
const at = (step: number, stream: readonly number[], gradient: readonly number[]) => ({
  step,
  series: { 'stream-rms/out': stream, 'gradient-norm/layer': gradient },
});
const healthy = at(0, [1, 1, 1], [1, 1]);

it('a healthy run broke nowhere', () => {
  expect(firstBreak([healthy, at(1, [2, 3, 9], [0.1, 5])], labels)).toBeUndefined();
  expect(firstBreak([], labels)).toBeUndefined();
});

it('a stream breaks on its way up', () => {
  const broken = at(4, [1, Number.NaN, Number.NaN], [Number.NaN, Number.NaN]);
  expect(firstBreak([healthy, at(3, [1, 50, 1], [1, 1]), broken], labels)).toEqual({
    step: 4,
    label: 'layers.0.ffn',
    what: 'stream',
    how: 'not-finite',
    factor: Number.POSITIVE_INFINITY,
  });
});

it('gradients break on their way down', () => {
  const broken = at(2, [1, 1, 1], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(firstBreak([healthy, broken], labels)).toMatchObject({ step: 2, label: 'layers.1', what: 'gradient' });
});

it('without such, what grew tenfold first, and most', () => {
  const snapshots = [healthy, at(5, [11, 30, 2], [1, 1]), at(6, [500, 30, 2], [1, 1])];
  expect(firstBreak(snapshots, labels)).toEqual({ step: 5, label: 'layers.0.ffn', what: 'stream', how: 'grown', factor: 30 });
});

/** Windows of the validation split: few batches already see all of it. */
import { expect, it } from 'vitest';
import { spreadStarts } from '../../../src/task/data/windows.ts';

it('begin far apart, do not overlap, and all come before one comes again', () => {
  const starts = Array.from({ length: 25 }, (_, index) => spreadStarts(1000, index, 4, 10)).flat();
  expect(starts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => 10 * i));
  const first = starts.slice(0, 4);
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(500);
  for (const [i, start] of starts.slice(1).entries()) expect(Math.abs(start - starts[i])).toBeGreaterThan(300);
});

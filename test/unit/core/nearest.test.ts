/** Words that were probably meant. */
import { expect, it } from 'vitest';
import { distance, nearest } from '../../../src/core/nearest.ts';
import { placements } from '../../../src/model/placement/index.ts';

it.each([
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['ca', 'ac', 1],
  ['same', 'same', 0],
])('%s is %s after %d changes', (a, b, n) => {
  expect(distance(a, b)).toBe(n);
  expect(distance(b, a)).toBe(n);
});

it.each([
  ['prre', 'pre'],
  ['rpe', 'pre'],
  ['deepnrom', 'deepnorm'],
  ['deep', 'deepnorm'],
  ['Post_Norm', 'post'],
  ['sandwhich', 'sandwich'],
  ['branchout', 'branch-out'],
  ['banana', undefined],
  ['x', undefined],
])('%s: %s', (given, meant) => expect(nearest(given, placements.ids)).toBe(meant));

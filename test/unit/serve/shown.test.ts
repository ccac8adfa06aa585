/** Texts from files are cut at their limit, the sign of the cut included. */
import { expect, it } from 'vitest';
import { shown } from '../../../src/serve/dashboard/shown.ts';

it.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdefg', 6, 'abcde…'],
  ['', 1, ''],
])('%j, at most %i characters', (text, most, expected) => {
  expect(shown(text, most)).toBe(expected);
});

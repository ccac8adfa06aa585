/** Ticks as text: each says another number, and the number that it is. */
import { expect, it } from 'vitest';
import { tickTexts } from '../../../app/src/part/ticks.ts';
import { lineWithInterval } from '../../../src/chart/line-with-interval.ts';
import { document, parse } from './document.ts';

it.each([
  [
    [0, 0.5, 1],
    ['0', '0.5', '1'],
  ],
  [
    [0.29985, 0.2999, 0.29995, 0.3],
    ['0.29985', '0.2999', '0.29995', '0.3'],
  ],
  [
    [1e-4, 1.5e-4, 2e-4],
    ['1e-4', '1.5e-4', '2e-4'],
  ],
  [
    [0.1 + 0.2, 0.4],
    ['0.3', '0.4'],
  ],
  [
    [1e6, null, 1e7],
    ['1e6', '', '1e7'],
  ],
])('%j as %j', (ticks, texts) => {
  expect(tickTexts(ticks)).toEqual(texts);
});

it('a varied number stands at its axis as it was given', () => {
  const points = [1020, 1024, 8192].map((x) => ({ x, mean: 1, low: 0.9, high: 1.1, partial: false }));
  const svg = lineWithInterval({
    document,
    title: 't',
    description: 'd',
    xLabel: 'x',
    yLabel: 'y',
    lines: [{ label: 'a', color: 0, points }],
  });
  const texts = [...parse(svg).querySelectorAll('text')].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(['1020', '1024', '8192']));
});

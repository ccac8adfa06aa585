import { expect, it } from 'vitest';
import { valueText } from '../../../src/report/field-text.ts';
import { duration, percent } from '../../../src/report/format.ts';
import { flatten } from '../../../src/report/section/settings.ts';

it.each([
  [1.25, '1.3 s'],
  [59.4, '59 s'],
  [59.7, '1 min 0 s'],
  [3599.4, '59 min 59 s'],
  [3600, '1 h 0 min'],
  [7199, '2 h 0 min'],
  [86_370, '24 h 0 min'],
  [Number.POSITIVE_INFINITY, '—'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds, 'en')).toBe(text));

it.each([
  [0, '0%'],
  [0.001, '< 1%'],
  [0.01, '1%'],
  [0.5, '50%'],
  [0.99, '99%'],
  [299 / 300, '> 99%'],
  [1, '100%'],
  [1 - Number.EPSILON, '100%'],
  [Number.EPSILON, '0%'],
  [Number.NaN, '—'],
  [null, '—'],
])('a share of %d is %s', (share, text) => expect(percent(share)).toBe(text));

it('settings keep numbers that JSON lacks', () => {
  const values = flatten({ a: Number.POSITIVE_INFINITY, b: { c: [Number.NaN, 1], d: {} }, e: null, f: true, g: 'x' }).map(
    ([, value]) => value,
  );
  expect(values).toEqual(['Infinity', '["NaN",1]', '{}', 'null', 'true', 'x']);
  expect([valueText([Number.NEGATIVE_INFINITY]), valueText({ id: 'a' }), valueText(Number.NaN)]).toEqual(['["-Infinity"]', 'a', 'NaN']);
});

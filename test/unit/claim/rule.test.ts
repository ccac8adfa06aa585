/** Rules: which side an interval is on, and how sizes decide. */
import { describe, expect, it } from 'vitest';
import { difference, exponentDifference, exponentOf, logRatio, valuesOf, worstOf } from '../../../src/claim/rule/combine.ts';
import { effectOf, shareOf } from '../../../src/claim/rule/effect.ts';
import { everywhere } from '../../../src/claim/rule/everywhere.ts';
import { alone, rule, sideOf, units, verdictOf } from '../../../src/claim/rule/rule.ts';
import type { Cell, Line, Numbers } from '../../../src/claim/types.ts';

const effect = (low: number | null, high: number | null) => ({ at: 4, mean: 0, low, high, n: 2, leftOut: 0 });
const line = (id: string, ...cells: readonly (readonly [number, readonly number[]])[]): Line => ({
  id,
  cells: cells.map(([at, values]): Cell => ({ at, values })),
});
const means = (effects: ReturnType<ReturnType<typeof valuesOf>>) => effects.map(({ mean }) => mean);

describe('the side of an interval', () => {
  const below: readonly [number, number] = [Number.NEGATIVE_INFINITY, 0];
  it.each([
    ['for', effect(-2, -1)],
    ['for', effect(-2, -0.1)],
    ['open', effect(-2, 0)],
    ['open', effect(0, 0)],
    ['against', effect(1, 2)],
    ['open', effect(-1, 1)],
    ['open', effect(null, null)],
    ['open', effect(Number.NaN, Number.NaN)],
    ['open', { ...effect(-2, -1), leftOut: 1 }],
    ['open', { ...effect(1, 2), leftOut: 1 }],
  ] as const)('%s: %o', (side, given) => expect(sideOf(given, below)).toBe(side));

  it('is against on either side of a range', () => {
    expect(sideOf(effect(3, 4), [1, 2])).toBe('against');
    expect(sideOf(effect(-4, 0.5), [1, 2])).toBe('against');
    expect(sideOf(effect(1.5, 4), [1, 2])).toBe('open');
  });
});

describe('the verdict over sizes', () => {
  it.each([
    ['supported', ['for', 'for', 'for']],
    ['supported', ['open', 'for', 'for']],
    ['not shown at this scale', ['open', 'open', 'for']],
    ['not shown at this scale', ['for', 'for', 'open']],
    ['not shown at this scale', ['against', 'for', 'for']],
    ['contradicted', ['open', 'against', 'against']],
    ['not shown at this scale', ['for', 'against', 'against']],
    ['not shown at this scale', []],
    ['contradicted', ['against']],
  ] as const)('%s: %j', (verdict, sides) => expect(verdictOf(sides)).toBe(verdict));
});

describe('effects', () => {
  const numbers: Numbers = {
    main: [line('a', [2, [1, 2, 3]], [4, [2, Number.NaN, 6]]), line('b', [2, [2, 4, 6]], [4, [1, 1, Number.NaN]])],
  };

  it('pairs seeds and leaves out what is missing in either', () => {
    const [first, second] = difference('a', 'b')(numbers);
    expect(first).toMatchObject({ at: 2, mean: -2, n: 3, leftOut: 0 });
    expect(second).toMatchObject({ at: 4, mean: 1, n: 1, low: null, leftOut: 2 });
  });

  it('counts a line that is not there as missing', () => {
    expect(difference('a', 'c')(numbers)[0]).toMatchObject({ mean: null, leftOut: 3 });
    expect(valuesOf('c')(numbers)).toEqual([]);
  });

  it('takes ratios by doublings', () => expect(logRatio('a', 'b')(numbers)[0]?.mean).toBeCloseTo(-1));

  it('fits the exponent of each seed, and leaves out a seed without all sizes', () => {
    const powers: Numbers = {
      main: [
        line('a', [2, [4, 8, Number.NaN]], [4, [16, 64, 1]], [8, [64, 512, 1]]),
        line('b', [2, [2, 2, 2]], [4, [4, 4, 4]], [8, [8, 8, 8]]),
      ],
    };
    expect(exponentOf('a')(powers)[0]).toMatchObject({ mean: 2.5, leftOut: 1 });
    expect(exponentDifference('a', 'b')(powers)[0]?.mean).toBeCloseTo(1.5);
  });

  it('takes the worse of two for the claim, by the end of the interval', () => {
    const both = { main: [line('a', [2, [0, 0.1]]), line('wide', [2, [-5, 5]]), line('none', [2, [Number.NaN, Number.NaN]])] };
    expect(means(worstOf('below', valuesOf('a'), valuesOf('wide'))(both))).toEqual([0]);
    expect(means(worstOf('above', valuesOf('a'), valuesOf('wide'))(both))).toEqual([0]);
    expect(means(worstOf('below', valuesOf('a'), valuesOf('none'))(both))).toEqual([null]);
  });

  it('has no interval for one number, and none for nothing', () => {
    expect(effectOf(2, [1])).toMatchObject({ mean: 1, low: null });
    expect(effectOf(2, [])).toMatchObject({ mean: null, low: null, n: 0 });
    expect(shareOf('', 0, 0)).toMatchObject({ mean: null });
    expect(shareOf('', 3, 4)).toMatchObject({ mean: 0.75, n: 4 });
  });
});

describe('everywhere', () => {
  const every = everywhere({
    quantity: { en: 'q', zh: '量' },
    unit: units.nats,
    effects: (numbers) => Object.entries(numbers).map(([at, [only]]) => effectOf(at, only?.cells[0]?.values ?? [])),
    within: [Number.NEGATIVE_INFINITY, 0],
  });
  const of = (tasks: Readonly<Record<string, readonly number[]>>) =>
    every.decide(Object.fromEntries(Object.entries(tasks).map(([task, values]) => [task, [line('x', [1, values])]])));

  it('needs all of them, and shows the one where it holds least', () => {
    expect(of({ a: [-1, -1.1], b: [-2, -2.1] })).toMatchObject({ verdict: 'supported', effect: { at: 'a' } });
    expect(of({ a: [-1, -1.1], b: [2, 2.1] })).toMatchObject({ verdict: 'contradicted', effect: { at: 'b' } });
    expect(of({ a: [-1, -1.1], b: [-2, 2.1] }).verdict).toBe('not shown at this scale');
    expect(of({}).verdict).toBe('not shown at this scale');
  });
});

it('a rule says where it looks', () => {
  const one = rule({ quantity: { en: 'q', zh: '量' }, unit: units.none, effects: valuesOf('a'), within: [1, 2], size: alone });
  expect(one.words.en).toContain('between 1 and 2');
  expect(one.words.zh).toContain('介于 1 与 2 之间');
});

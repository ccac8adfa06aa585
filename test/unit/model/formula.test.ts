/** Formulas: what is printed is read back, what is wrong is shown with its place, and no text does harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { newGraph } from '../../../src/graph/program.ts';
import { placesOf } from '../../../src/model/place.ts';
import { bind, variables } from '../../../src/model/scale/bind.ts';
import { call, learned, step } from '../../../src/model/scale/build.ts';
import { scaleFunctions } from '../../../src/model/scale/functions.ts';
import { parseFormula } from '../../../src/model/scale/grammar.ts';
import { printScale } from '../../../src/model/scale/print.ts';
import { scaleOperand } from '../../../src/model/scale/tensor.ts';
import type { Formula, Scale } from '../../../src/model/scale/types.ts';
import { valueAt } from '../../../src/model/scale/value.ts';
import { Scope } from '../../../src/model/scope.ts';
import type { Place } from '../../../src/model/types.ts';
import { formulaText } from '../../helper/custom.ts';
import { numbersOf, tiny } from '../../helper/model.ts';
import { scaleAt } from '../../helper/scale.ts';

const place = placesOf({ ...tiny, nLayers: 6, dModel: 64, nHeads: 4 })[5] as Place;
const at = (text: string | number): number => valueAt(bind(parseFormula(text), place), 7);

function refusal(text: string): UserError {
  try {
    parseFormula(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error(`this was taken: ${text}`);
}

describe('a formula means what school says', () => {
  it.each([
    ['1 + 2*3', 7],
    ['(1 + 2)*3', 9],
    ['8/4/2', 1],
    ['8-4-2', 2],
    ['2^3^2', 512],
    ['-2^2', -4],
    ['(-2)^2', 4],
    ['2*-3', -6],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['5.', 5],
    ['2.5E+2', 250],
    ['min(3, 2) + max(3, 2)', 5],
    ['sqrt(16) + abs(-1) + floor(2.9)', 7],
    ['exp(ln(5)) + log2(8)', 8],
    ['tanh(0) + sigmoid(0) + silu(0)', 0.5],
    // Block 3 of 6, its FFN: sublayer 6 of 12, 64 wide, heads of 16.
    ['layer', 3],
    ['depth', 6],
    ['sublayer', 6],
    ['sublayers', 12],
    ['width', 64],
    ['head', 16],
    ['step', 7],
    ['learn(0.25)', 0.25],
    ['learn(-0.25, feature)*2', -0.5],
    ['0.81*(depth^4*4)^(1/16)', 0.81 * (6 ** 4 * 4) ** (1 / 16)],
    ['  1\t+\n1 ', 2],
  ])('%s', (text, expected) => {
    expect(at(text)).toBeCloseTo(expected, 12);
  });

  it('a number is itself', () => {
    expect(parseFormula(0.5)).toBe(0.5);
    expect(parseFormula('0.5')).toBe(0.5);
  });
});

/** Random formulas over everything that may stand in one; numbers of few digits, as printing keeps six. */
const few = fc.integer({ min: -400, max: 400 }).map((n) => n / 8);
const formula: fc.Arbitrary<Formula> = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    few,
    fc.constantFrom<Formula>(step, ...Object.keys(variables).map((name) => ({ kind: 'variable', name }) as const)),
    fc
      .tuple(few, fc.constantFrom('scalar' as const, 'feature' as const, 'head' as const))
      .map(([initial, shape]) => learned('scale', initial, { shape })),
    fc
      .tuple(
        fc.constantFrom(...(Object.keys(scaleFunctions) as (keyof typeof scaleFunctions)[]).filter((f) => f !== 'pow' && f !== 'floor')),
        tie('tree'),
        tie('tree'),
      )
      .map(([f, a, b]): Formula => (scaleFunctions[f].arity === 1 ? call(f, a) : call(f, a, b))),
    fc.tuple(tie('tree'), fc.constantFrom(2, 3, 0.5)).map(([a, b]): Formula => call('pow', a, b)),
  ),
})).tree;

/** Printed in the signs of equations, as one would type it. */
const typed = (text: string, initial: string): string =>
  text
    .replaceAll('−', '-')
    .replaceAll('·', '*')
    .replace(/\bt\b/g, 'step')
    .replace(/\bscale\b/g, initial);

const near = (a: number, b: number) => Object.is(a, b) || Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b));

it('what is written with every bracket is read back as it was', () => {
  fc.assert(
    fc.property(formula, (own) => {
      const text = formulaText(own);
      fc.pre(text.length <= 1000 && Number.isFinite(valueAt(bind(own, place), 3)) && !/e[+-]?\d/.test(text));
      const [read, known] = [bind(parseFormula(text), place), bind(own, place)];
      for (const moment of [1, 2.5, 1000]) expect(near(valueAt(read, moment), valueAt(known, moment)), text).toBe(true);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('what equations print, read again, is the same number', () => {
  fc.assert(
    fc.property(formula, (own) => {
      // One learnable value per formula: its name alone says which.
      const initials = [...formulaText(own).matchAll(/learn\(\(?-?[\d.]+\)?, \w+\)/g)].map(([found]) => found);
      fc.pre(new Set(initials).size <= 1);
      const text = typed(printScale(own), initials[0] ?? '');
      const [known, read] = [bind(own, place), () => bind(parseFormula(text), place)];
      fc.pre(
        text.length <= 1000 && [1, 2.5].every((moment) => Math.abs(valueAt(known, moment)) < 1e3) && !/e[+-]?\d|Infinity|NaN/.test(text),
      );
      // Numbers that were folded are printed with six digits; a power or a quotient of such may magnify what is cut off.
      fc.pre(![...text.matchAll(/\d*\.?\d+/g)].some(([digits]) => digits.replace('.', '').length >= 6));
      for (const moment of [1, 2.5]) expect(near(valueAt(read(), moment), valueAt(known, moment)), text).toBe(true);
    }),
    { seed: 2, numRuns: 500 },
  );
});

it('is in the graph what it is as a number', () => {
  fc.assert(
    fc.property(formula, (own) => {
      const scale = bind(own, place) as Scale;
      fc.pre(typeof scale !== 'number' && Number.isFinite(valueAt(scale, 3)) && !formulaText(scale).includes('NaN'));
      // One learnable value: they share a name.
      const initials = [...formulaText(own).matchAll(/learn\(\(?-?[\d.]+\)?, \w+\)/g)].map(([found]) => found);
      fc.pre(new Set(initials).size <= 1);
      const scope = new Scope(newGraph(), { train: true, dropout: 0 });
      const tensor = scaleOperand({ scope, key: 'a', block: 'b', lengths: { scalar: 1, feature: 3, head: 2 } }, scale);
      if (typeof tensor === 'number') return;
      const drawn = [...scope.parameters].map(
        ([key, { spec }]) => [key, Float64Array.from({ length: spec.shape[0] as number }, (_, i) => 0.75 + i / 4)] as const,
      );
      const feeds = { ...Object.fromEntries(drawn), step: Float64Array.of(3) };
      const values = numbersOf(tensor, feeds);
      for (const [i, value] of values.entries()) {
        const expected = scaleAt(scale, { key: 'a', block: 'b' }, feeds, i);
        const bothUndefined = !Number.isFinite(value) && !Number.isFinite(expected);
        expect(bothUndefined || near(value, expected), `${formulaText(own)}: ${value}, expected ${expected}`).toBe(true);
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});

it('a whole power of a learnable value goes through 0 and below', () => {
  for (const [power, expected] of [
    ['2', 0.25],
    ['3', -0.125],
    ['-1', -2],
    ['0', 1],
  ] as const) {
    const scope = new Scope(newGraph(), { train: true, dropout: 0 });
    const site = { scope, key: 'a', block: 'b', lengths: { scalar: 1, feature: 3, head: 2 } };
    const tensor = scaleOperand(site, bind(parseFormula(`learn(0.5)^(${power})`), place));
    expect(numbersOf(tensor as Exclude<typeof tensor, number>, { 'a.scale': Float64Array.of(-0.5) })[0]).toBeCloseTo(expected, 12);
  }
});

describe('refusals show where, what was found, and what may stand there', () => {
  it.each([
    ['', 1, 'end', 'number'],
    ['1 +', 4, 'end', 'number'],
    ['1 2', 3, '2', '+ - * / ^'],
    ['1 ++ 2', 4, '+', 'number'],
    ['--1', 2, '-', 'number'],
    ['sqrt 2', 6, '2', '('],
    ['sqrt(2', 7, 'end', ')'],
    ['sqrt(1, 2)', 1, 'sqrt', '1 argument'],
    ['min(1)', 1, 'min', '2 arguments'],
    ['widht', 1, 'widht', 'width'],
    ['eval(1)', 1, 'eval', 'sqrt'],
    ['learn()', 7, ')', 'number'],
    ['learn(step)', 7, 'step', 'the number a learnable value starts at'],
    ['learn(width)', 7, 'width', 'the number a learnable value starts at'],
    ['learn(1/0)', 7, '1', 'the number a learnable value starts at'],
    ['learn(1, vector)', 10, 'vector', 'scalar, feature, head'],
    ['2^step', 3, 'step', 'an exponent of numbers'],
    ['2^learn(1)', 3, 'learn', 'an exponent of numbers'],
    ['floor(step)', 1, 'floor', 'floor of numbers'],
    ['1 $ 2', 3, '$', '+ - * / ^'],
    ['x; process.exit()', 1, 'x', 'width'],
    ['1 constructor 2', 3, 'constructor', '+ - * / ^'],
    ['1 toString 2', 3, 'toString', '+ - * / ^'],
    ['__proto__', 1, '_', 'number'],
    ['constructor', 1, 'constructor', 'width'],
    ['constructor(1)', 1, 'constructor', 'sqrt'],
    ['hasOwnProperty(1)', 1, 'hasOwnProperty', 'sqrt'],
    ['learn(1, constructor)', 10, 'constructor', 'scalar'],
    ['１ + 1', 1, '１', 'number'],
  ])('%s', (text, character, found, expected) => {
    const { message } = refusal(text);
    expect(message).toContain(`character ${character}:`);
    expect(message).toContain(`found "${found}"`);
    expect(message).toContain(expected);
    expect(message).toContain('An example:');
  });

  it('of long texts and deep brackets, without quoting all of them', () => {
    for (const text of [
      '('.repeat(500),
      `${'sqrt('.repeat(200)}`,
      '1+'.repeat(5000),
      `1${'^1'.repeat(400)}`,
      `${'('.repeat(60)}1${')'.repeat(60)}`,
    ]) {
      const { message } = refusal(text);
      expect(message.length).toBeLessThan(700);
      expect(message).toMatch(/at most 50 brackets|at most 1000 characters/);
    }
    expect(at(`${'('.repeat(20)}1${')'.repeat(20)}`)).toBe(1);
    expect(at(Array.from({ length: 400 }, () => '1').join('+'))).toBe(400);
  });
});

it('no text throws anything else, and none takes long', () => {
  const words = [
    ...Object.keys(variables),
    ...Object.keys(scaleFunctions),
    'step',
    'learn',
    'feature',
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
  ];
  const token = fc.oneof(
    fc.constantFrom(...words, '(', ')', ',', '+', '-', '*', '/', '^', ' ', '.', '1', '0', '1e309', '1e-400', '\u0000', '\u202e', '𝟙'),
    fc.string({ maxLength: 3 }),
  );
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(token, { maxLength: 60 }).map((parts) => parts.join('')),
  );
  const began = performance.now();
  fc.assert(
    fc.property(text, (own) => {
      try {
        const read = bind(parseFormula(own), place);
        valueAt(read, 1);
        printScale(read);
      } catch (error) {
        expect(error, JSON.stringify(own)).toBeInstanceOf(UserError);
      }
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(performance.now() - began).toBeLessThan(15_000);
});

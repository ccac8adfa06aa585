/** Members with options as one word: values of the declared kinds, and refusals that say what would do. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { choice, flag, number, type OptionSpecs } from '../../../src/core/options.ts';
import { defineFamily } from '../../../src/core/registry.ts';
import { inits } from '../../../src/model/init/index.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { readChoice } from '../../../src/study/choice-text.ts';

const nothing = { en: '', zh: '' };

const family = defineFamily<{ readonly id: string; readonly options: OptionSpecs }>('pet', [
  {
    id: 'cat',
    options: {
      lives: number(9, nothing, { min: 1, max: 9, integer: true }),
      weight: number(4, nothing, { min: 0 }),
      colour: choice(['black', 'white'], 'black', nothing),
      tame: flag(true, nothing),
    },
  },
  { id: 'stone', options: {} },
]);

const read = (given: string) => readChoice(family, '--pet', given, 'en');

describe('a choice', () => {
  it.each([
    ['cat', {}],
    ['cat:lives=7', { lives: 7 }],
    ['cat:weight=3.5:colour=white:tame=false', { weight: 3.5, colour: 'white', tame: false }],
    ['cat:tame', { tame: true }],
    ['cat:tame=true', { tame: true }],
    ['cat:weight=1e-3', { weight: 0.001 }],
    [' cat : lives = 7 ', { lives: 7 }],
  ])('%s is read', (given, options) => {
    expect(read(given)).toEqual({ id: 'cat', options });
  });

  it.each([
    ['dog', /no pet called "dog".*cat, stone/],
    ['', /no pet called "".*cat, stone/],
    ['cat:age=3', /--pet cat has no option "age".*lives, weight, colour, tame/],
    ['cat:toString=3', /no option "toString"/],
    ['cat:', /no option ""/],
    ['stone:age=3', /--pet stone has no options, but "age" was given/],
    ['cat:lives=ten', /--pet cat:lives takes a whole number from 1 to 9, not "ten"/],
    ['cat:lives=10', /--pet cat:lives takes a whole number from 1 to 9/],
    ['cat:lives=2.5', /from 1 to 9, not "2.5"/],
    ['cat:lives', /from 1 to 9, not ""/],
    ['cat:weight=-1', /--pet cat:weight takes a number from 0 to ∞, not "-1"/],
    ['cat:weight=3kg', /from 0 to ∞, not "3kg"/],
    ['cat:weight=', /from 0 to ∞, not ""/],
    ['cat:weight=Infinity', /from 0 to ∞/],
    ['cat:colour=red', /--pet cat:colour takes one of black, white, not "red"/],
    ['cat:tame=maybe', /--pet cat:tame takes one of true, false, not "maybe"/],
    ['cat:tame=toString', /one of true, false/],
    ['cat:lives=3:lives=4', /lives is given twice/],
  ])('%s is refused', (given, sentence) => {
    expect(() => read(given)).toThrow(sentence);
    expect(() => read(given)).toThrow(UserError);
  });

  it.each([
    [normalizers, 'rms:eps=1e-5', { id: 'rms', options: { eps: 1e-5 } }],
    [inits, 'normal:embeddingStd=1/sqrt(width):std=0.01', { id: 'normal', options: { embeddingStd: '1/sqrt(width)', std: 0.01 } }],
    [inits, 'normal:embeddingStd=0.5', { id: 'normal', options: { embeddingStd: 0.5 } }],
  ] as const)('takes what specs take of every member: %#', (family, given, choice) => {
    expect(readChoice(family, '--flag', given, 'en')).toEqual(choice);
  });

  it.each([
    [normalizers, 'rms:eps=0', /--flag rms:eps takes a positive number, such as 0.001, not "0"/],
    [normalizers, 'rms:eps', /--flag rms:eps takes a positive number/],
    [normalizers, 'rms:epsilon=1', /rms has no option "epsilon": did you mean eps\? Its options: eps/],
    [inits, 'normal:embeddingStd', /embeddingStd takes a positive number or a formula of the width/],
  ] as const)('refuses what specs refuse: %#', (family, given, sentence) => {
    expect(() => readChoice(family, '--flag', given, 'en')).toThrow(sentence);
  });

  it('is refused in Chinese too', () => {
    try {
      readChoice(family, '--pet', 'cat:lives=0', 'zh');
      expect.unreachable();
    } catch (error) {
      expect((error as UserError).values.expected).toBe('1 到 9 之间的整数');
    }
  });
});

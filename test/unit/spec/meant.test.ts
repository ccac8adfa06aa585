/** Keys and ids of specs that are spelled wrong: the word that was probably meant. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseRun } from '../../../src/spec/parse.ts';
import { speak } from '../../../src/spec/problems.ts';
import { parseStudy } from '../../../src/study/study-spec.ts';

afterEach(() => speak('en'));

describe('a spec', () => {
  it.each([
    [{ model: { placement: 'prre' } }, /model\.placement: .*"pre".*; did you mean "pre"\?/],
    [{ model: { placement: { id: 'deepnrom' } } }, /no such placement.*; did you mean "deepnorm"\?/],
    [{ model: { placement: 'pre', nLayer: 3 } }, /"nLayer"; did you mean "nLayers"\?/],
    [{ model: { placement: 'pre' }, step: 3 }, /"step"; did you mean "steps"\?/],
    [{ model: { placement: 'pre' }, optimizer: { id: 'adamw', learningRate: 1 } }, /"learningRate"/],
    [
      { model: { placement: { id: 'mix-ln', shared: 0.5 } } },
      /not an option of the placement mix-ln; it takes share; did you mean "share"\?/,
    ],
    [{ model: { placement: { id: 'custom', rules: [{ inptu: true }] } } }, /"inptu"; did you mean "input"\?/],
    [{ model: { preset: 'gpt2' } }, /did you mean "gpt-2"\?/],
    [{ model: { placement: 'pre', normalizer: 'rmsnorm' } }, /did you mean "rms"\?/],
  ])('%j', (spec, sentence) => expect(() => parseRun(spec)).toThrow(sentence));

  it('is asked for in Chinese too', () => {
    speak('zh');
    expect(() => parseRun({ model: { placement: 'pre' }, step: 3 })).toThrow(/"step"；是否想写“steps”？/);
  });

  it('of a study is read in the same way', () => {
    expect(() => parseStudy({ arm: ['pre'] })).toThrow(/"arm"; did you mean "arms"\?/);
  });

  it('with a word that is near nothing is left alone', () => {
    expect(() => parseRun({ model: { placement: 'pre' }, banana: 1 })).toThrow(/"banana" \(/);
  });
});

/** Sequences and where they come from: chains told apart as Bayes would, windows found again in their files. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { random } from '../../../src/core/random.ts';
import { bestGuess, posterior, ringWalk } from '../../../src/task/data/ring-walk.ts';
import { textFile } from '../../../src/task/data/text-file.ts';
import { createTask, rows } from '../../helper/task.ts';

describe('without files', () => {
  const seqLen = 40;
  const task = createTask('classification', { symbols: 6, chains: 3, noise: 0.5 }, seqLen);
  const data = Array.from({ length: 60 }, (_, step) => {
    const { tokens, targets } = task.train(1, step, 50);
    return rows(tokens as Int32Array, seqLen).map((walk, i) => ({ walk, label: targets[i] as number }));
  }).flat();

  it('the label is the step that is made far more often than any other', () => {
    for (const label of [0, 1, 2]) {
      const steps = data
        .filter((one) => one.label === label)
        .flatMap(({ walk }) => walk.slice(1).map((at, i) => (at - (walk[i] as number) + 6) % 6));
      const shares = [0, 1, 2, 3, 4, 5].map((step) => steps.filter((own) => own === step).length / steps.length);
      shares.forEach((share, step) => {
        // 1 - noise + noise / symbols, and noise / symbols.
        expect(Math.abs(share - (step === label + 1 ? 0.5 + 0.5 / 6 : 0.5 / 6))).toBeLessThan(0.015);
      });
    }
  });

  it('every symbol is equally frequent in every class: counting symbols does not help', () => {
    for (const label of [0, 1, 2]) {
      const symbols = data.filter((one) => one.label === label).flatMap(({ walk }) => walk);
      for (const symbol of [0, 1, 2, 3, 4, 5])
        expect(Math.abs(symbols.filter((own) => own === symbol).length / symbols.length - 1 / 6)).toBeLessThan(0.015);
    }
  });

  it('states the loss of the best guess, which the posterior reaches on fresh data', () => {
    const walks = { symbols: 8, chains: 4, noise: 0.8 };
    const note = createTask('classification', { noise: 0.8 }, 16).notes[0];
    const { loss, accuracy } = bestGuess(walks, 16);
    expect(note).toEqual({ key: 'note.bestLoss', values: { loss: loss.toFixed(3), percent: (100 * accuracy).toFixed(1) } });
    const { tokens, targets } = createTask('classification', { noise: 0.8 }, 16).train(7, 0, 2000);
    const guesses = rows(tokens as Int32Array, 16).map((walk) => posterior(walks, walk));
    const mean = guesses.reduce((sum, guess, i) => sum - Math.log(guess[targets[i] as number] as number), 0) / guesses.length;
    expect(Math.abs(mean - loss)).toBeLessThan(0.06);
    expect(loss).toBeGreaterThan(0.1);
    expect(loss).toBeLessThan(Math.log(4));
  });

  it('the posterior is that of Bayes, by hand', () => {
    // Two symbols, steps of 1 or of 2, noise one half: the usual step has 3/4, the other 1/4.
    expect(posterior({ symbols: 2, chains: 2, noise: 0.5 }, [0, 1, 1])).toEqual([0.5, 0.5]);
    const [turns] = posterior({ symbols: 2, chains: 2, noise: 0.5 }, [0, 1, 0]) as [number];
    expect(turns).toBeCloseTo(9 / 10, 12);
    expect(ringWalk({ symbols: 5, chains: 5, noise: 0 }, 1, 4, random(1, 'x')).map((at, _, [first = 0]) => (at - first + 5) % 5)).toEqual([
      0, 2, 4, 1,
    ]);
  });

  it('refuses more chains than symbols, and a context without a step', () => {
    expect(() => createTask('classification', { symbols: 3, chains: 4 })).toThrow(UserError);
    expect(() => createTask('classification', {}, 1)).toThrow(UserError);
  });
});

describe('with files', () => {
  /** Three texts in which each character says its file and its place. */
  const text = (file: number) =>
    Array.from({ length: 200 + 100 * file }, (_, i) => String.fromCodePoint(0x4e00 + 1000 * file + i)).join('');
  const files = [0, 1, 2].map((file) => textFile(`${file}.txt`, text(file)));
  const task = createTask('classification', { validationShare: 0.25 }, 10, files);

  it('a window of the training split lies in the file that the label names', () => {
    expect([task.classes, task.vocabSize, task.trainTokens]).toEqual([3, 1 + 0.75 * 900, 0.75 * 900]);
    const { tokens, targets } = task.train(1, 0, 300);
    // Ties are broken by code point, so tokens count up through the training splits of the files.
    const starts = [1, 151, 376, 676];
    rows(tokens as Int32Array, 10).forEach((row, i) => {
      const label = targets[i] as number;
      expect(row[0]).toBeGreaterThanOrEqual(starts[label] as number);
      expect(row.at(-1)).toBeLessThan(starts[label + 1] as number);
      expect(row).toEqual(row.map((_, t) => (row[0] as number) + t));
    });
    for (const label of [0, 1, 2]) expect(targets.filter((own) => own === label).length).toBeGreaterThan(70);
  });

  it('never trains on what it validates on', () => {
    // No character of the validation split is known from training.
    const { tokens, targets } = task.validation(0, 30);
    expect(new Set(tokens)).toEqual(new Set([0]));
    expect([...targets.slice(0, 6)]).toEqual([0, 1, 2, 0, 1, 2]);
    expect(task.train(1, 0, 300).tokens?.includes(0)).toBe(false);
  });

  it('names the file that is too short', () => {
    const short = [...files.slice(0, 2), textFile('short.txt', 'abc')];
    expect(() => createTask('classification', {}, 10, short)).toThrow(/short\.txt has 3 characters.* 105/);
  });
});

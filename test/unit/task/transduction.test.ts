/** Reversing and sorting: answers worked out again from what is read. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { createTask, rows } from '../../helper/task.ts';

/** Counts of each symbol, then the symbols again: sorting without comparing. */
const byCounting = (word: readonly number[]): number[] =>
  Array.from({ length: 10 }, (_, symbol) => word.filter((own) => own === symbol)).flat();

const answers: Readonly<Record<string, (word: readonly number[]) => number[]>> = {
  reverse: (word) => word.map((_, i) => word[word.length - 1 - i] as number),
  sort: byCounting,
};

describe.each(Object.entries(answers))('%s', (id, answer) => {
  it.each([2, 7, 8, 21])('context %i: what follows the separator is the answer, and only it counts', (seqLen) => {
    const task = createTask(id, { symbols: 10 }, seqLen);
    const half = Math.ceil(seqLen / 2);
    for (const { tokens, targets, weights } of [task.train(3, 0, 20), task.validation(0, 20)]) {
      rows(tokens as Int32Array, seqLen).forEach((row, i) => {
        const sequence = [...row, rows(targets, seqLen)[i]?.at(-1) as number];
        const word = sequence.slice(0, half);
        expect(sequence[half]).toBe(10);
        expect(sequence.slice(half + 1)).toEqual(answer(word).slice(0, seqLen - half));
        expect([...weights.slice(i * seqLen, (i + 1) * seqLen)].map((weight) => weight > 0)).toEqual(row.map((_, t) => t >= half));
      });
    }
  });

  it('refuses a context that holds no answer', () => {
    expect(() => createTask(id, {}, 1)).toThrow(UserError);
  });
});

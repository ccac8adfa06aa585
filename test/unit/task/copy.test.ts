import { describe, expect, it } from 'vitest';
import { createTask, rows } from '../../helper/task.ts';

describe('copy', () => {
  it.each([2, 7, 8])('context %i: the second half repeats the first, and only it counts', (seqLen) => {
    const { tokens, targets, weights } = createTask('copy', { symbols: 5 }, seqLen).train(3, 0, 20);
    const half = Math.ceil(seqLen / 2);
    rows(tokens as Int32Array, seqLen).forEach((row, i) => {
      const sequence = [...row, rows(targets, seqLen)[i]?.at(-1) as number];
      const word = sequence.slice(0, half);
      expect(word.every((symbol) => symbol < 5)).toBe(true);
      expect(sequence[half]).toBe(5);
      expect(sequence.slice(half + 1)).toEqual(word.slice(0, seqLen - half));
      const own = [...weights.slice(i * seqLen, (i + 1) * seqLen)];
      expect(own.map((weight) => weight > 0)).toEqual(row.map((_, t) => t >= half));
    });
  });

  it('has a token for each symbol and one for the separator, and uses them all', () => {
    const task = createTask('copy', { symbols: 5 });
    expect(task.vocabSize).toBe(6);
    expect(new Set(task.train(1, 0, 50).tokens)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });
});

/** Recall, looked up again in what was read. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { createTask, rows } from '../../helper/task.ts';

describe('associative recall', () => {
  it('asks for the value that stood behind the key, and counts nothing else', () => {
    const task = createTask('associative-recall', { pairs: 5, keys: 7, values: 3 });
    expect(task.seqLen).toBe(11);
    const asked = new Set<number>();
    for (const { tokens, targets, weights } of [task.train(1, 0, 200), task.validation(0, 200)]) {
      rows(tokens as Int32Array, 11).forEach((row, i) => {
        const told = rows(row.slice(0, -1), 2) as [number, number][];
        expect(new Set(told.map(([key]) => key)).size).toBe(5);
        for (const [key, value] of told) expect([key < 7, value >= 7, value < 10]).toEqual([true, true, true]);
        expect(targets[11 * i + 10]).toBe(new Map(told).get(row.at(-1) as number));
        asked.add(told.findIndex(([key]) => key === row.at(-1)));
        expect([...weights.slice(11 * i, 11 * i + 11)].map((weight) => weight > 0).indexOf(true)).toBe(10);
      });
    }
    expect([...asked].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses more pairs than there are keys, and takes as many', () => {
    expect(() => createTask('associative-recall', { pairs: 5, keys: 4 })).toThrow(UserError);
    expect(createTask('associative-recall', { pairs: 4, keys: 4 }).seqLen).toBe(9);
  });
});

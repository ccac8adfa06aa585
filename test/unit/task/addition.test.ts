/** Sums, added again as big integers. */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/task/types.ts';
import { createTask, rows } from '../../helper/task.ts';

const signs = '0123456789+=';

/** The sequences of a batch as text, with the positions that count. */
const written = ({ tokens, targets, weights }: Batch, seqLen: number) =>
  rows(tokens as Int32Array, seqLen).map((row, i) => ({
    text: [...row, targets[(i + 1) * seqLen - 1] as number].map((token) => signs[token]).join(''),
    counted: [...weights.slice(i * seqLen, (i + 1) * seqLen)].map((weight) => weight > 0),
  }));

describe.each([1, 3, 20])('%i digits', (digits) => {
  it.each(['plain', 'reversed'] as const)('%s: right sums of two padded numbers, and only the answer counts', (answer) => {
    const task = createTask('addition', { digits, answer });
    expect(task.seqLen).toBe(3 * digits + 2);
    for (const batch of [task.train(1, 0, 100), task.validation(0, 100)]) {
      for (const { text, counted } of written(batch, task.seqLen)) {
        const [, a, b, c] = /^(\d+)\+(\d+)=(\d+)$/.exec(text) as unknown as [string, string, string, string];
        expect([a.length, b.length, c.length]).toEqual([digits, digits, digits + 1]);
        const sum = answer === 'plain' ? c : [...c].reverse().join('');
        expect(BigInt(sum)).toBe(BigInt(a) + BigInt(b));
        expect(counted.indexOf(true)).toBe(text.indexOf('='));
        expect(counted.filter(Boolean).length).toBe(digits + 1);
      }
    }
  });
});

describe('pairs', () => {
  const questions = (side: (index: number) => Batch, seqLen: number) =>
    new Set(Array.from({ length: 60 }, (_, i) => written(side(i), seqLen).map(({ text }) => text.split('=')[0])).flat());

  it('are never on both sides, and all are on one', () => {
    const task = createTask('addition', { digits: 1 });
    const train = questions((step) => task.train(1, step, 50), task.seqLen);
    const held = questions((index) => task.validation(index, 50), task.seqLen);
    expect([...train].filter((pair) => held.has(pair))).toEqual([]);
    expect(train.size + held.size).toBe(100);
    expect(held.size).toBeGreaterThan(3);
    expect(held.size).toBeLessThan(20);
  });

  it('hold every digit at every place on both sides', () => {
    const task = createTask('addition', { digits: 2 });
    for (const side of [(i: number) => task.train(1, i, 50), (i: number) => task.validation(i, 50)]) {
      const all = [...questions(side, task.seqLen)] as string[];
      for (const place of [0, 1, 3, 4]) expect(new Set(all.map((text) => text[place])).size).toBe(10);
    }
  });
});

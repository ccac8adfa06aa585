import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Batch } from '../../../src/task/types.ts';
import { createTask, rows } from '../../helper/task.ts';

describe('modular addition', () => {
  const pairsOf = ({ tokens, targets, weights }: Batch, modulus: number) =>
    rows(tokens as Int32Array, 3).map(([a, b, equals], i) => {
      expect(equals).toBe(modulus);
      expect(targets[3 * i + 2]).toBe(((a as number) + (b as number)) % modulus);
      expect([...weights.slice(3 * i, 3 * i + 3)].map((weight) => weight > 0)).toEqual([false, false, true]);
      return `${a}+${b}`;
    });

  it.each([3, 7, 10])('modulo %i: right sums, and no pair on both sides', (modulus) => {
    const task = createTask('modular-addition', { modulus });
    const seen = (side: (index: number) => Batch) => new Set(Array.from({ length: 40 }, (_, i) => pairsOf(side(i), modulus)).flat());
    const train = seen((step) => task.train(1, step, 32));
    const held = seen((index) => task.validation(index, 32));
    expect([...train].filter((pair) => held.has(pair))).toEqual([]);
    expect(train.size + held.size).toBe(modulus ** 2);
    expect(train.size).toBe(Math.ceil(modulus ** 2 / 2));
    expect(task.trainTokens).toBe(3 * train.size);
  });

  it('refuses a modulus that leaves nothing to learn', () => {
    expect(() => createTask('modular-addition', { modulus: 2 })).toThrow(UserError);
  });
});

/** Brackets, balanced again with a stack. */
import { describe, expect, it } from 'vitest';
import { createTask, rows } from '../../helper/task.ts';

describe.each([1, 2, 3, 12, 31])('context %i', (seqLen) => {
  it.each([1, 3, 100])('at most %i deep: every closing bracket closes the innermost open one, and only these count', (depth) => {
    const kinds = 3;
    const task = createTask('dyck', { kinds, depth }, seqLen);
    let deepest = 0;
    for (const { tokens, targets, weights } of [task.train(1, 0, 60), task.validation(0, 60)]) {
      rows(tokens as Int32Array, seqLen).forEach((row, i) => {
        const open: number[] = [];
        const sequence = [...row, targets[(i + 1) * seqLen - 1] as number];
        sequence.forEach((bracket, t) => {
          const closes = bracket >= kinds;
          if (closes) expect(open.pop()).toBe(bracket - kinds);
          else open.push(bracket);
          deepest = Math.max(deepest, open.length);
          if (t > 0) expect((weights[i * seqLen + t - 1] as number) > 0).toBe(closes);
        });
        // Whole words close everything; a word cut by one bracket lacks just that.
        expect(open.length).toBe(seqLen % 2 === 1 ? 0 : 1);
      });
    }
    expect(deepest).toBeLessThanOrEqual(depth);
    if (seqLen === 31 && depth === 3) expect(deepest).toBe(3);
  });
});

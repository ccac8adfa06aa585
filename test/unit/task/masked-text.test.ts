/** Masking: how many positions are asked for, what is read there, and that nothing else is touched. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { textFile } from '../../../src/task/data/text-file.ts';
import { book, createTask, rows } from '../../helper/task.ts';

const seqLen = 20;
const create = (options = {}, text = book) => createTask('masked-text', options, seqLen, [textFile('text', text)]);

describe('masked text', () => {
  it.each([0.05, 0.15, 0.5])(
    'a share of %f: as many positions in each sequence, only they count, all others read what is there',
    (maskShare) => {
      const task = create({ maskShare });
      for (const { tokens, targets, weights } of [task.train(1, 0, 50), task.validation(0, 50)]) {
        rows(weights, seqLen).forEach((row, i) => {
          expect(row.filter((weight) => weight > 0).length).toBe(Math.max(1, Math.round(maskShare * seqLen)));
          row.forEach((weight, t) => {
            if (weight === 0) expect(tokens?.[i * seqLen + t]).toBe(targets[i * seqLen + t]);
          });
        });
      }
    },
  );

  it('the targets are the text', () => {
    const plain = createTask('text', {}, seqLen, [textFile('text', book)]);
    const read = rows(plain.validation(0, 4).tokens as Int32Array, seqLen);
    const windows = new Set(
      Array.from({ length: 4 }, (_, i) => rows(create().validation(i, 4).targets, seqLen))
        .flat()
        .map(String),
    );
    expect(read.filter((row) => windows.has(String(row))).length).toBe(4);
  });

  it('of the positions asked for, 80 % read the mask, about 10 % another character and the rest their own', () => {
    const task = create();
    const mask = task.vocabSize - 1;
    const fates = { masked: 0, other: 0, own: 0 };
    for (let step = 0; step < 100; step++) {
      const { tokens, targets, weights } = task.train(1, step, 32);
      weights.forEach((weight, i) => {
        if (weight > 0) fates[tokens?.[i] === mask ? 'masked' : tokens?.[i] === targets[i] ? 'own' : 'other']++;
      });
      expect(targets.includes(mask)).toBe(false);
    }
    const total = fates.masked + fates.other + fates.own;
    expect(total).toBe(100 * 32 * 3);
    // A random character is now and then the right one.
    expect(fates.masked / total).toBeCloseTo(0.8, 1);
    expect(fates.other / total).toBeGreaterThan(0.07);
    expect(fates.own / total).toBeGreaterThan(0.09);
  });

  it('does not train on what it validates on', () => {
    const places = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const task = create({}, places);
    expect([0, 1, 2, 3].some((step) => task.train(1, step, 50).targets.includes(0))).toBe(false);
    expect(new Set(task.validation(0, 9).targets)).toEqual(new Set([0]));
  });

  it('takes a text whose splits just hold one window, and refuses one character less', () => {
    const text = 'ab'.repeat(seqLen);
    expect(create({ validationShare: 0.5 }, text).trainTokens).toBe(seqLen);
    expect(() => create({ validationShare: 0.5 }, text.slice(1))).toThrow(UserError);
  });
});

/** The text task: what is trained on, what is held out, and which characters are tokens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { textFile } from '../../../src/task/data/text-file.ts';
import type { Task } from '../../../src/task/types.ts';
import { book, createTask, rows } from '../../helper/task.ts';

const create = (options: { vocabCap?: number; validationShare?: number }, seqLen = 7, text = book): Task =>
  createTask('text', options, seqLen, text === '' ? [] : [textFile('text', text)]);

describe('text', () => {
  /** A text in which each character says its place. */
  const places = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
  const windowsOf = (task: Task, seqLen: number) => ({
    train: Array.from({ length: 30 }, (_, step) => rows(task.train(1, step, 8).tokens as Int32Array, seqLen)).flat(),
    validation: Array.from({ length: 10 }, (_, index) => rows(task.validation(index, 8).tokens as Int32Array, seqLen)).flat(),
  });

  it('never trains on what it validates on', () => {
    // Every character of the validation split is new, so it is token 0; none of the training split is.
    const { train, validation } = windowsOf(create({}, 7, places), 7);
    expect(train.flat().includes(0)).toBe(false);
    expect([...new Set(validation.flat())]).toEqual([0]);
  });

  it('holds the end of the text out, as much as asked', () => {
    for (const validationShare of [0.1, 0.25, 0.5]) {
      const task = create({ validationShare }, 7, places);
      expect(task.trainTokens).toBe(400 - 400 * validationShare);
      expect(task.vocabSize).toBe(400 - 400 * validationShare + 1);
    }
  });

  it('reaches every window of the training split, the last one too', () => {
    const task = create({ validationShare: 0.5 }, 7, places.slice(0, 40));
    const starts = new Set(windowsOf(task, 7).train.map(([first]) => first));
    expect(starts.size).toBe(20 - 7);
    const ends = Array.from({ length: 30 }, (_, step) => [...task.train(1, step, 8).targets]).flat();
    expect(new Set(ends).size).toBe(19);
  });

  it('walks through windows of the validation split that do not overlap, and through all before one comes back', () => {
    const half = places.slice(0, 200);
    const task = create({ validationShare: 0.5 }, 7, half + half);
    const firsts = Array.from({ length: 28 }, (_, index) => task.validation(index, 1).tokens?.[0] as number);
    const count = Math.floor((200 - 7) / 7);
    expect(new Set(firsts.slice(0, count)).size).toBe(count);
    // Tokens are ranked by code point, so they are places here.
    expect(firsts.every((first) => (first - 1) % 7 === 0)).toBe(true);
    expect(firsts[count]).toBe(firsts[0]);
  });

  it('counts a Chinese character, an emoji and a letter as one token each', () => {
    const task = create({ validationShare: 0.5 }, 3, '你好😀a'.repeat(8));
    expect(task.vocabSize).toBe(5);
    expect(task.trainTokens).toBe(16);
    expect(task.notes[0]?.values).toEqual({ length: 32, vocabSize: 5 });
    expect(new Set(task.train(1, 0, 20).tokens)).toEqual(new Set([1, 2, 3, 4]));
  });

  it('keeps the most frequent characters, and gives all others token 0', () => {
    const text = `${'a'.repeat(30)}${'b'.repeat(20)}${'c'.repeat(10)}de${'ab'.repeat(40)}`;
    const task = create({ vocabCap: 2, validationShare: 0.3 }, 5, text);
    expect(task.vocabSize).toBe(3);
    expect(task.notes.find(({ key }) => key === 'note.vocabCapped')?.values).toEqual({ replaced: 3, vocabSize: 3 });
    const tokens = Array.from({ length: 20 }, (_, step) => [...(task.train(1, step, 8).tokens ?? [])]).flat();
    const [unknown, first, second] = [0, 1, 2].map((token) => tokens.filter((own) => own === token).length) as [number, number, number];
    expect(first).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(unknown);
    expect(unknown).toBeGreaterThan(0);
    expect(first + second + unknown).toBe(tokens.length);
    expect(create({ validationShare: 0.3 }, 5, text).notes.some(({ key }) => key === 'note.vocabCapped')).toBe(false);
  });

  it('breaks ties between equally frequent characters by code point', () => {
    const task = create({ vocabCap: 1, validationShare: 0.5 }, 1, 'zyzyzyzyzyzy');
    const { tokens } = task.train(1, 0, 40);
    const after = create({ validationShare: 0.5 }, 1, 'zyzyzyzyzyzy').train(1, 0, 40).tokens;
    expect([...(after ?? [])].map((token) => (token === 1 ? 1 : 0))).toEqual([...(tokens ?? [])]);
  });

  it('says so when the text is short', () => {
    const keys = (text: string) => create({}, 7, text).notes.map(({ key }) => key);
    expect(keys('ab'.repeat(9_999))).toContain('note.shortText');
    expect(keys('ab'.repeat(10_000))).not.toContain('note.shortText');
  });

  it('refuses a text that is too short, and takes one of the length it asks for', () => {
    const share = fc.double({ min: 0.02, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), share, fc.integer({ min: 0, max: 40 }), (seqLen, validationShare, length) => {
        const make = (characters: number) => create({ validationShare }, seqLen, 'ab'.repeat(characters).slice(0, characters));
        try {
          make(length);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          const { given, expected, seqLen: named } = (error as UserError).values;
          expect([given, named]).toEqual([length, seqLen]);
          expect(expected).toBeGreaterThan(length);
          expect(() => make(expected as number)).not.toThrow();
        }
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(() => create({}, 7, '')).toThrow(UserError);
    // The last character of a window is only foretold: each split needs one more than the context.
    expect(() => create({ validationShare: 0.5 }, 7, 'ab'.repeat(7))).toThrow(UserError);
    expect(create({ validationShare: 0.5 }, 7, 'ab'.repeat(8)).trainTokens).toBe(8);
  });
});

/** Every task: batches are pure functions of their arguments, and the targets are what should follow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { bigramEntropy } from '../../src/task/bigram.ts';
import { tasks } from '../../src/task/index.ts';
import type { Batch, Task, TaskConfig } from '../../src/task/types.ts';

const book = Array.from({ length: 900 }, (_, i) => 'to be or not to be, that is the question '[(i * i + 3 * i) % 41]).join('');

const create = (id: string, config: Partial<TaskConfig> = {}, seqLen = 7, text: string | undefined = book): Task =>
  tasks.get(id).create({ ...config, id }, tasks.get(id).fixedSeqLen?.({ ...config, id }) ?? seqLen, text);

const rows = (data: Int32Array, seqLen: number): number[][] =>
  Array.from({ length: data.length / seqLen }, (_, row) => [...data.slice(row * seqLen, (row + 1) * seqLen)]);

describe.each(tasks.members)('$id', ({ id, fixedSeqLen, title }) => {
  const seqLen = fixedSeqLen?.({ id }) ?? 7;
  const batches = (task: Task): Batch[] => [task.train(1, 0, 5), task.train(2, 9, 5), task.validation(0, 5), task.validation(3, 5)];

  it('gives the same batch for the same arguments, whatever came before and in a new task', () => {
    const task = create(id);
    const first = batches(task);
    task.train(5, 5, 2);
    expect(batches(task)).toEqual(first);
    expect(batches(create(id))).toEqual(first);
  });

  it('gives another batch for another seed, step or index', () => {
    const task = create(id);
    const all = [task.train(1, 0, 16), task.train(1, 1, 16), task.train(2, 0, 16), task.validation(0, 16), task.validation(1, 16)];
    expect(new Set(all.map(({ tokens }) => tokens.join())).size).toBe(all.length);
  });

  it('gives sequences of the right size, tokens of the vocabulary and weights that sum to 1', () => {
    const task = create(id);
    for (const { tokens, targets, weights } of batches(task)) {
      expect([tokens.length, targets.length, weights.length]).toEqual([5 * seqLen, 5 * seqLen, 5 * seqLen]);
      expect([...tokens, ...targets].every((token) => Number.isInteger(token) && token >= 0 && token < task.vocabSize)).toBe(true);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      expect(new Set(weights.filter((weight) => weight !== 0)).size).toBe(1);
    }
  });

  it('asks for the token that comes next', () => {
    for (const { tokens, targets } of batches(create(id))) {
      rows(targets, seqLen).forEach((row, i) => {
        expect(row.slice(0, -1)).toEqual(rows(tokens, seqLen)[i]?.slice(1));
      });
    }
  });

  it('is described', () => {
    expect(title).not.toBe('');
  });
});

describe('copy', () => {
  it.each([2, 7, 8])('context %i: the second half repeats the first, and only it counts', (seqLen) => {
    const { tokens, targets, weights } = create('copy', { symbols: 5 }, seqLen).train(3, 0, 20);
    const half = Math.ceil(seqLen / 2);
    rows(tokens, seqLen).forEach((row, i) => {
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
    const task = create('copy', { symbols: 5 });
    expect(task.vocabSize).toBe(6);
    expect(new Set(task.train(1, 0, 50).tokens)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });
});

describe('modular addition', () => {
  const pairsOf = ({ tokens, targets, weights }: Batch, modulus: number) =>
    rows(tokens, 3).map(([a, b, equals], i) => {
      expect(equals).toBe(modulus);
      expect(targets[3 * i + 2]).toBe(((a as number) + (b as number)) % modulus);
      expect([...weights.slice(3 * i, 3 * i + 3)].map((weight) => weight > 0)).toEqual([false, false, true]);
      return `${a}+${b}`;
    });

  it.each([3, 7, 10])('modulo %i: right sums, and no pair on both sides', (modulus) => {
    const task = create('modular-addition', { modulus });
    const seen = (side: (index: number) => Batch) => new Set(Array.from({ length: 40 }, (_, i) => pairsOf(side(i), modulus)).flat());
    const train = seen((step) => task.train(1, step, 32));
    const held = seen((index) => task.validation(index, 32));
    expect([...train].filter((pair) => held.has(pair))).toEqual([]);
    expect(train.size + held.size).toBe(modulus ** 2);
    expect(train.size).toBe(Math.ceil(modulus ** 2 / 2));
    expect(task.trainTokens).toBe(3 * train.size);
  });

  it('refuses a modulus that leaves nothing to learn', () => {
    expect(() => create('modular-addition', { modulus: 2 })).toThrow(UserError);
  });
});

describe('text', () => {
  /** A text in which each character says its place. */
  const places = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
  const windowsOf = (task: Task, seqLen: number) => ({
    train: Array.from({ length: 30 }, (_, step) => rows(task.train(1, step, 8).tokens, seqLen)).flat(),
    validation: Array.from({ length: 10 }, (_, index) => rows(task.validation(index, 8).tokens, seqLen)).flat(),
  });

  it('never trains on what it validates on', () => {
    // Every character of the validation split is new, so it is token 0; none of the training split is.
    const { train, validation } = windowsOf(create('text', {}, 7, places), 7);
    expect(train.flat().includes(0)).toBe(false);
    expect([...new Set(validation.flat())]).toEqual([0]);
  });

  it('holds the end of the text out, as much as asked', () => {
    for (const validationShare of [0.1, 0.25, 0.5]) {
      const task = create('text', { validationShare }, 7, places);
      expect(task.trainTokens).toBe(400 - 400 * validationShare);
      expect(task.vocabSize).toBe(400 - 400 * validationShare + 1);
    }
  });

  it('reaches every window of the training split, the last one too', () => {
    const task = create('text', { validationShare: 0.5 }, 7, places.slice(0, 40));
    const starts = new Set(windowsOf(task, 7).train.map(([first]) => first));
    expect(starts.size).toBe(20 - 7);
    const ends = Array.from({ length: 30 }, (_, step) => [...task.train(1, step, 8).targets]).flat();
    expect(new Set(ends).size).toBe(19);
  });

  it('walks through windows of the validation split that do not overlap, and through all before one comes back', () => {
    const half = places.slice(0, 200);
    const task = create('text', { validationShare: 0.5 }, 7, half + half);
    const firsts = Array.from({ length: 28 }, (_, index) => task.validation(index, 1).tokens[0] as number);
    const count = Math.floor((200 - 7) / 7);
    expect(new Set(firsts.slice(0, count)).size).toBe(count);
    // Tokens are ranked by code point, so they are places here.
    expect(firsts.every((first) => (first - 1) % 7 === 0)).toBe(true);
    expect(firsts[count]).toBe(firsts[0]);
  });

  it('counts a Chinese character, an emoji and a letter as one token each', () => {
    const task = create('text', { validationShare: 0.5 }, 3, '你好😀a'.repeat(8));
    expect(task.vocabSize).toBe(5);
    expect(task.trainTokens).toBe(16);
    expect(task.notes[0]?.values).toEqual({ length: 32, vocabSize: 5 });
    expect(new Set(task.train(1, 0, 20).tokens)).toEqual(new Set([1, 2, 3, 4]));
  });

  it('keeps the most frequent characters, and gives all others token 0', () => {
    const text = `${'a'.repeat(30)}${'b'.repeat(20)}${'c'.repeat(10)}de${'ab'.repeat(40)}`;
    const task = create('text', { vocabCap: 2, validationShare: 0.3 }, 5, text);
    expect(task.vocabSize).toBe(3);
    expect(task.notes.find(({ key }) => key === 'note.vocabCapped')?.values).toEqual({ replaced: 3, vocabSize: 3 });
    const tokens = Array.from({ length: 20 }, (_, step) => [...task.train(1, step, 8).tokens]).flat();
    const [unknown, first, second] = [0, 1, 2].map((token) => tokens.filter((own) => own === token).length) as [number, number, number];
    expect(first).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(unknown);
    expect(unknown).toBeGreaterThan(0);
    expect(first + second + unknown).toBe(tokens.length);
    expect(create('text', { validationShare: 0.3 }, 5, text).notes.some(({ key }) => key === 'note.vocabCapped')).toBe(false);
  });

  it('breaks ties between equally frequent characters by code point', () => {
    const task = create('text', { vocabCap: 1, validationShare: 0.5 }, 1, 'zyzyzyzyzyzy');
    const { tokens } = task.train(1, 0, 40);
    const after = create('text', { validationShare: 0.5 }, 1, 'zyzyzyzyzyzy').train(1, 0, 40).tokens;
    expect([...after].map((token) => (token === 1 ? 1 : 0))).toEqual([...tokens]);
  });

  it('says so when the text is short', () => {
    const keys = (text: string) => create('text', {}, 7, text).notes.map(({ key }) => key);
    expect(keys('ab'.repeat(9_999))).toContain('note.shortText');
    expect(keys('ab'.repeat(10_000))).not.toContain('note.shortText');
  });

  it('refuses a text that is too short, and takes one of the length it asks for', () => {
    const share = fc.double({ min: 0.02, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), share, fc.integer({ min: 0, max: 40 }), (seqLen, validationShare, length) => {
        const make = (characters: number) => create('text', { validationShare }, seqLen, 'ab'.repeat(characters).slice(0, characters));
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
    expect(() => create('text', {}, 7, '')).toThrow(UserError);
  });
});

describe('bigram entropy', () => {
  it('is the smoothed cross-entropy, by hand', () => {
    // Training a b a b b: followers of a are b, b; of b are a, b. Unigram counts with one added: a 2, b 4 of 6 (a begins the text).
    const [a, b] = [0, 1];
    const training = Int32Array.of(a, b, a, b, b);
    const [pa, pb] = [2 / 6, 4 / 6];
    const ab = (2 + 1 * pb) / (2 + 1);
    const ba = (1 + 2 * pa) / (2 + 2);
    const bb = (1 + 2 * pb) / (2 + 2);
    const aa = (0 + 1 * pa) / (2 + 1);
    const validation = Int32Array.of(a, b, b, a, a);
    const expected = -(Math.log(ab) + Math.log(bb) + Math.log(ba) + Math.log(aa)) / 4;
    expect(bigramEntropy(training, validation, 2)).toBeCloseTo(expected, 14);
  });

  it('falls back to single characters after one that never had a follower', () => {
    const training = Int32Array.of(0, 0, 1);
    // Unigram counts with one added over three tokens: 0 has 2, 1 has 2, 2 has 1.
    expect(bigramEntropy(training, Int32Array.of(1, 2), 3)).toBeCloseTo(-Math.log(1 / 5), 14);
  });

  it('is a distribution over what follows', () => {
    const training = Int32Array.from('0112012221020', Number);
    for (const before of [0, 1, 2]) {
      const total = [0, 1, 2].reduce((sum, next) => sum + Math.exp(-bigramEntropy(training, Int32Array.of(before, next), 3)), 0);
      expect(total).toBeCloseTo(1, 12);
    }
  });

  it('only the text task has one', () => {
    for (const { id } of tasks.members) expect(create(id).bigramEntropy === null, id).toBe(id !== 'text');
  });
});

/** Translations, made again by a parser that knows only the words; parallel lines, found again in their files. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { longest, words } from '../../../src/task/data/grammar.ts';
import { textFile } from '../../../src/task/data/text-file.ts';
import type { Batch } from '../../../src/task/types.ts';
import { createTask, rows } from '../../helper/task.ts';

const specials = ['<pad>', '<begin>', '<end>'];
const vocabulary = [...specials, ...words];
const spell = (row: readonly number[]) => row.map((id) => vocabulary[id] as string);
const real = (row: readonly string[]) => row.filter((word) => !specials.includes(word));

const stems: Readonly<Record<string, string>> = {
  ...{ dog: 'puna', cat: 'misu', king: 'hari', boat: 'vene', tree: 'lopu', poet: 'runo', nurse: 'hota', crow: 'kara' },
  ...{ see: 'na', find: 'lo', like: 'pi', hear: 'ku', help: 'au', paint: 'ma' },
  ...{ near: 'lahe', behind: 'taka', with: 'kera', old: 'van', red: 'pun', tiny: 'pin', quick: 'nos' },
};
const feminine = new Set(['cat', 'boat', 'tree', 'nurse']);

/** Reads an English noun phrase off the front of the words and says it in the other language. */
function phrase(queue: string[]): { readonly said: string[]; readonly plural: boolean } {
  const article = queue.shift() as string;
  const adjective = ['old', 'red', 'tiny', 'quick'].includes(queue[0] as string) ? queue.shift() : undefined;
  const noun = queue.shift() as string;
  const plural = ['these', 'some'].includes(article);
  const stem = plural ? noun.slice(0, -1) : noun;
  const vowel = feminine.has(stem) ? 'a' : 'o';
  const before: string[] = [];
  if (['near', 'behind', 'with'].includes(queue[0] as string)) {
    const preposition = queue.shift() as string;
    before.push(...phrase(queue).said, stems[preposition] as string);
  }
  const determiner = `${['the', 'these'].includes(article) ? 's' : 'y'}${vowel}${plural ? 't' : ''}`;
  const root = stems[adjective ?? ''];
  const ending = adjective === 'quick' ? (vowel === 'a' ? 'se' : 'o') : vowel === 'a' ? 'ne' : 'o';
  return {
    said: [...before, determiner, `${stems[stem]}${plural ? 'i' : ''}`, ...(root ? [`${root}${ending}`] : [])],
    plural,
  };
}

function translate(sentence: readonly string[]): string[] {
  const queue = [...sentence];
  const subject = phrase(queue);
  const verb = queue.shift() as string;
  const object = phrase(queue);
  expect(queue).toEqual([]);
  expect(verb.endsWith('s')).toBe(!subject.plural);
  const stem = stems[subject.plural ? verb : verb.slice(0, -1)] as string;
  return [...subject.said, 'ga', ...object.said, 'wo', `${stem}${subject.plural ? 'nt' : 't'}`];
}

describe.each([0, 1, 3])('sentences with modifiers nested %i deep', (modifiers) => {
  const task = createTask('translation', { modifiers });

  it('are translated as a parser would, with the end told and padding left alone', () => {
    expect([task.sourceLen, task.seqLen]).toEqual([longest(modifiers).source + 1, longest(modifiers).target + 1]);
    const lengths = new Set<number>();
    for (const { source, tokens, targets, weights } of [task.train(1, 0, 300), task.validation(0, 100)]) {
      const read = rows(tokens as Int32Array, task.seqLen);
      rows(source as Int32Array, task.sourceLen).forEach((row, i) => {
        const sentence = real(spell(row));
        const answer = translate(sentence);
        lengths.add(sentence.length);
        const fill = (sign: string[], length: number) => [...sign, ...Array.from({ length: length - sign.length }, () => '<pad>')];
        expect(spell(row)).toEqual(fill([...sentence, '<end>'], task.sourceLen));
        expect(spell(read[i] as number[])).toEqual(fill(['<begin>', ...answer], task.seqLen));
        const asked = rows(targets, task.seqLen)[i] as number[];
        expect(spell(asked)).toEqual(fill([...answer, '<end>'], task.seqLen));
        expect([...weights.slice(i * task.seqLen, (i + 1) * task.seqLen)].map((weight) => weight > 0)).toEqual(asked.map((id) => id > 0));
      });
    }
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
    if (modifiers < 3) expect(Math.max(...lengths)).toBe(longest(modifiers).source);
  });

  it('are never on both sides', () => {
    const sentences = (side: (index: number) => Batch) =>
      Array.from({ length: 30 }, (_, i) => rows(side(i).source as Int32Array, task.sourceLen).map(String)).flat();
    const train = new Set(sentences((step) => task.train(1, step, 100)));
    expect(sentences((index) => task.validation(index, 20)).filter((sentence) => train.has(sentence))).toEqual([]);
  });
});

it('every word has one form and one token', () => {
  // 4 articles, 4 adjectives, 16 nouns, 12 verbs, 3 prepositions; 8, 8, 16, 12, 3 and 2 particles.
  expect([words.length, new Set(words).size]).toEqual([39 + 49, 39 + 49]);
  expect(createTask('translation').vocabSize).toBe(91);
});

it('a source may be longer than needed, but not shorter', () => {
  expect(createTask('translation', { sourceLen: 20 }).sourceLen).toBe(20);
  expect(() => createTask('translation', { sourceLen: 15 })).toThrow(UserError);
});

describe('parallel lines', () => {
  const make = (from: string, to: string, options = {}, seqLen = 8) =>
    createTask('translation', options, seqLen, [textFile('from.txt', from), textFile('to.txt', to)]);

  it('come back as pairs, the last ones held out', () => {
    const letters = 'abcdefghijklmnopqrst'.split('');
    const task = make(letters.map((a, i) => a.repeat(1 + (i % 5))).join('\n'), letters.map((a) => `${a.toUpperCase()}!`).join('\r\n'));
    expect([task.sourceLen, task.padding]).toEqual([8, 0]);
    expect(task.trainTokens).toBe(18 * 3);
    expect(task.notes).toEqual([{ key: 'note.pairs', values: { pairs: 20, vocabSize: task.vocabSize } }]);
    // 18 letters, as many capitals, the exclamation mark, the unknown character and three special tokens.
    expect(task.vocabSize).toBe(18 + 18 + 1 + 1 + 3);
    const { source, tokens, targets } = task.train(1, 0, 200);
    const partners = new Map<number, Set<number>>();
    rows(source as Int32Array, 8).forEach((row, i) => {
      const length = row.indexOf(2);
      expect(new Set(row.slice(0, length)).size).toBe(1);
      expect(row.slice(length)).toEqual([2, ...Array.from({ length: 7 - length }, () => 0)]);
      const [begin, capital, mark, ...more] = rows(tokens as Int32Array, 8)[i] as number[];
      expect([begin, ...more]).toEqual([1, 0, 0, 0, 0, 0]);
      expect(rows(targets, 8)[i]).toEqual([capital, mark, 2, 0, 0, 0, 0, 0]);
      const first = row[0] as number;
      partners.set(first, (partners.get(first) ?? new Set()).add(capital as number));
    });
    expect(partners.size).toBe(18);
    for (const found of partners.values()) expect(found.size).toBe(1);
    // Letters of the held-out lines are unknown: token 3.
    expect([...(task.validation(0, 4).source ?? [])].filter((token) => token > 2).every((token) => token === 3)).toBe(true);
  });

  it('leave out what is empty or too long for either side, and say how many', () => {
    const from = ['a', 'b', '', 'd', 'eeee', 'eeeee', 'g', 'h'];
    const to = ['A', 'B', 'C', '', 'E', 'E', 'GGGGGGG', 'HHHHHHHH'];
    const task = make(from.join('\n'), to.join('\n'), { sourceLen: 5, validationShare: 0.5 });
    expect(task.notes.find(({ key }) => key === 'note.pairsLeftOut')?.values).toEqual({ left: 4, total: 8 });
    expect(task.notes[0]?.values.pairs).toBe(4);
    expect(task.sourceLen).toBe(5);
    const whole = rows(task.validation(0, 2).targets, 8);
    expect(whole.map((row) => row.filter((token) => token > 2).length)).toEqual([1, 7]);
  });

  it.each([
    ['a\nb\n', 'A\n', /from\.txt has 2 lines and to\.txt has 1/],
    ['a\nb\nc', 'A\nB\n\n\n', /3 lines and to\.txt has 4/],
    ['', '', /Of 0 pairs of lines only 0 fit/],
    ['a\n', 'A\n', /only 1 fit/],
    ['aaaaaaaaaa\nbbbbbbbbbb', 'A\nB', /Of 2 pairs of lines only 0 fit into 8 tokens of source and 8 of target/],
  ])('refuses %j beside %j', (from, to, sentence) => {
    expect(() => make(from, to)).toThrow(sentence);
    expect(() => make(from, to)).toThrow(UserError);
  });

  it('a line break at the end begins no further line', () => {
    expect(make('a\nb\nc\nd\n', 'A\nB\nC\nD', { validationShare: 0.5 }).notes[0]?.values.pairs).toBe(4);
  });
});

/** Every task: batches are pure functions of their arguments, and what they hold is what the task says of itself. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { OptionSpec, OptionValue } from '../../src/core/options.ts';
import { tasks } from '../../src/task/index.ts';
import type { Batch, Task, TaskFile } from '../../src/task/types.ts';
import { createTask, rows, sampleFiles, variants } from '../helper/task.ts';

const cases = tasks.members.flatMap((definition) =>
  variants(definition).map((files) => ({
    id: definition.id,
    name: files.length > 0 ? `${definition.id}, from files` : definition.id,
    files,
  })),
);

/** Everything a batch holds, as one string. */
const inWords = ({ tokens, patches, source, targets, weights }: Batch): string =>
  [tokens, patches, source, targets, weights].map((data) => data?.join() ?? '').join('|');

describe.each(cases)('$name', ({ id, files }) => {
  const make = (options: Readonly<Record<string, OptionValue>> = {}) => createTask(id, options, 7, files);
  const batches = (task: Task): Batch[] => [task.train(1, 0, 5), task.train(2, 9, 5), task.validation(0, 5), task.validation(3, 5)];

  it('gives the same batch for the same arguments, whatever came before and in a new task', () => {
    const task = make();
    const first = batches(task);
    task.train(5, 5, 2);
    expect(batches(task)).toEqual(first);
    expect(batches(make())).toEqual(first);
  });

  it('gives another batch for another seed, step or index', () => {
    const task = make();
    const all = [task.train(1, 0, 16), task.train(1, 1, 16), task.train(2, 0, 16), task.validation(0, 16), task.validation(1, 16)];
    expect(new Set(all.map(inWords)).size).toBe(all.length);
  });

  it('gives arrays of the sizes its shape says, and leaves out what is not read', () => {
    const task = make();
    const answers = 5 * (task.readout === 'token' ? task.seqLen : 1);
    for (const { tokens, patches, source, targets, weights } of batches(task)) {
      expect(tokens?.length).toBe(task.patchSize > 0 ? undefined : 5 * task.seqLen);
      expect(patches?.length).toBe(task.patchSize > 0 ? 5 * task.seqLen * task.patchSize : undefined);
      expect(source?.length).toBe(task.sourceLen > 0 ? 5 * task.sourceLen : undefined);
      expect([targets.length, weights.length]).toEqual([answers, answers]);
    }
  });

  it('gives ids of the vocabulary, targets among the classes, finite patches and weights that sum to 1', () => {
    const task = make();
    const below = (data: Int32Array | undefined, limit: number) => [...(data ?? [])].every((value) => value >= 0 && value < limit);
    for (const { tokens, patches, source, targets, weights } of batches(task)) {
      expect([below(tokens, task.vocabSize), below(source, task.vocabSize), below(targets, task.classes)]).toEqual([true, true, true]);
      expect((patches ?? new Float32Array()).every(Number.isFinite)).toBe(true);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      expect(weights.every((weight) => weight >= 0)).toBe(true);
      expect(new Set(weights.filter((weight) => weight !== 0)).size).toBe(1);
    }
  });

  it('has a shape that fits what it says it can be learned with', () => {
    const { architectures } = tasks.get(id);
    const task = make();
    expect(new Set(architectures).size).toBe(architectures.length);
    expect(task.sourceLen > 0).toBe(architectures.includes('encoder-decoder'));
    expect(task.vocabSize === 0).toBe(task.patchSize > 0);
    expect(task.padding).toBeLessThan(task.vocabSize);
    if (task.readout === 'token') expect(task.classes).toBe(task.vocabSize);
    expect(task.classes).toBeGreaterThan(1);
    if (architectures.includes('decoder') && architectures.includes('encoder')) expect(task.readout).toBe('sequence');
  });

  it('asks a decoder for the token that comes next', () => {
    const task = make();
    if (task.readout === 'sequence' || tasks.get(id).architectures[0] === 'encoder') return;
    for (const { tokens, targets } of batches(task)) {
      rows(targets, task.seqLen).forEach((row, i) => {
        const read = rows(tokens as Int32Array, task.seqLen)[i] as number[];
        const real = task.padding < 0 ? row.length : row.filter((target) => target !== task.padding).length;
        expect(row.slice(0, real - 1)).toEqual(read.slice(1, real));
      });
    }
  });

  it('meets every class in few batches', () => {
    const task = make();
    if (task.readout === 'token') return;
    for (const side of [(i: number) => task.train(1, i, 16), (i: number) => task.validation(i, 16)]) {
      const seen = new Set([0, 1, 2].flatMap((i) => [...side(i).targets]));
      expect([...seen].sort()).toEqual(Array.from({ length: task.classes }, (_, i) => i));
    }
  });
});

/** A value that is not the default, where any will do. */
const otherValue = (spec: OptionSpec): OptionValue =>
  ({
    number: () => {
      const { default: value, integer, max = Infinity, min = 0 } = spec as Extract<OptionSpec, { kind: 'number' }>;
      const step = integer ? 1 : (Math.min(max, value * 2 + 0.1) - min) / 3;
      return value + step <= max ? value + step : value - step;
    },
    choice: () => (spec as Extract<OptionSpec, { kind: 'choice' }>).choices.find((choice) => choice !== spec.default) as string,
    flag: () => !spec.default,
  })[spec.kind]();

/** Where the next value would not make a task, or would not show in so little data. */
const chosen: Readonly<Record<string, OptionValue>> = {
  'images.side': 24,
  'images.patch': 8,
  'text.vocabCap': 3,
  'masked-text.vocabCap': 3,
  'classification.vocabCap': 3,
  'translation.vocabCap': 3,
  'masked-text.maskShare': 0.5,
  'text.validationShare': 0.3,
  'masked-text.validationShare': 0.3,
  'classification.validationShare': 0.3,
  'translation.validationShare': 0.3,
  'images.validationShare': 0.3,
  'translation.sourceLen': 30,
  'dyck.depth': 2,
};

const declared = tasks.members.flatMap((definition) =>
  Object.entries(definition.options).map(([option, spec]) => ({ definition, option, spec, name: `${definition.id}.${option}` })),
);

// An option that is taken and then ignored is the quietest of bugs.
describe('every declared option', () => {
  it.each(declared)('$name changes the data', ({ definition, option, spec, name }) => {
    const value = chosen[name] ?? otherValue(spec);
    expect(value).not.toBe(spec.default);
    const data = (files: readonly TaskFile[], options: Readonly<Record<string, OptionValue>>) => {
      const task = createTask(definition.id, options, 12, files);
      return [0, 1, 2, 3].flatMap((i) => [inWords(task.train(1, i, 8)), inWords(task.validation(i, 8))]).join('/');
    };
    // The side of images out of files is that of the files.
    const made = variants(definition).filter((files) => name !== 'images.side' || files.length === 0);
    expect(made.some((files) => data(files, {}) !== data(files, { [option]: value }))).toBe(true);
  });

  it.each(declared)('$name has a default within its bounds, and says what it is', ({ spec }) => {
    expect(spec.about).not.toBe('');
    if (spec.kind !== 'number') return;
    expect(spec.default).toBeGreaterThanOrEqual(spec.min ?? -Infinity);
    expect(spec.default).toBeLessThanOrEqual(spec.max ?? Infinity);
    if (spec.integer) expect(Number.isInteger(spec.default)).toBe(true);
  });
});

describe.each(tasks.members)('$id', ({ id, title, format, paper, reads, book: ofBook, fixedSeqLen, architectures }) => {
  it('is described', () => {
    for (const text of [title.en, title.zh, format]) expect(text).not.toBe('');
    expect(title.zh).toMatch(/[\u4e00-\u9fff]/);
    if (paper) expect(paper.url).toMatch(/^https:/);
    expect(architectures.length).toBeGreaterThan(0);
  });

  it('knows its context from its options alone, if it leaves no choice', () => {
    const fixed = fixedSeqLen?.({ id });
    expect(fixed === undefined || (Number.isInteger(fixed) && fixed > 0)).toBe(true);
  });

  it('reads the book only if it reads texts', () => {
    if (ofBook) expect(reads?.kind).toBe('text');
  });

  it.runIf(reads)('refuses files that are too few or too many', () => {
    const { kind, least, most } = reads as NonNullable<typeof reads>;
    const [one] = sampleFiles[kind] as [TaskFile];
    const refused = [...(least > 1 ? [least - 1] : []), ...(most < 5 ? [most + 1] : [])];
    for (const number of refused) {
      const files = Array.from({ length: number }, () => one);
      expect(() => tasks.get(id).create({ id, files: ['x'] }, 7, files)).toThrow(UserError);
    }
  });

  it('only the text task has a bigram entropy', () => {
    const files = reads ? sampleFiles[reads.kind] : [];
    expect(createTask(id, {}, 7, files).bigramEntropy === null).toBe(id !== 'text');
  });
});

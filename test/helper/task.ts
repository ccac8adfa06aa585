/** Tasks made for tests, with small files of every kind they read. */
import type { OptionValue } from '../../src/core/options.ts';
import { textFile } from '../../src/task/data/text-file.ts';
import { tasks } from '../../src/task/index.ts';
import type { Task, TaskDefinition, TaskFile, TaskReads } from '../../src/task/types.ts';

/** 900 characters with repetitions, but no period. */
export const book = Array.from({ length: 900 }, (_, i) => 'to be or not to be, that is the question '[(i * i + 3 * i) % 41]).join('');

/** An IDX file of bytes. */
export const idxFile = (name: string, sizes: readonly number[], data: ArrayLike<number>): TaskFile => ({
  name,
  bytes: Uint8Array.from([
    0,
    0,
    8,
    sizes.length,
    ...sizes.flatMap((size) => [24, 16, 8, 0].map((shift) => (size >>> shift) & 255)),
    ...Array.from(data),
  ]),
});

const side = 8;
const count = 60;

/** Files of each kind, as many as tasks take. */
export const sampleFiles: Readonly<Record<TaskReads['kind'], readonly TaskFile[]>> = {
  text: [textFile('a.txt', book), textFile('b.txt', book.toUpperCase())],
  parallel: [
    textFile('from.txt', Array.from({ length: 400 }, (_, i) => `nr ${i}\n`).join('')),
    textFile('to.txt', Array.from({ length: 400 }, (_, i) => `${i} rn\n`).join('')),
  ],
  images: [
    idxFile(
      'images.idx',
      [count, side, side],
      Array.from({ length: count * side * side }, (_, i) => (i * i * 7 + 13 * i) % 251),
    ),
    idxFile(
      'labels.idx',
      [count],
      Array.from({ length: count }, (_, i) => i % 3),
    ),
  ],
};

/** A task with its context: the fixed one, or `seqLen`. */
export function createTask(id: string, options: Readonly<Record<string, OptionValue>> = {}, seqLen = 7, files: readonly TaskFile[] = []) {
  const definition = tasks.get(id);
  const names = files.map(({ name }) => name);
  const config = { ...definition.optionsOf?.(files), ...options, id, ...(names.length > 0 && { files: names }) };
  const length = definition.fixedSeqLen?.(config) ?? seqLen;
  return { ...definition.create(config, length, files), seqLen: length } satisfies Task & { seqLen: number };
}

/** What a task can be made from: without files where it can, and with files where it reads any. */
export const variants = ({ reads, book: needsText }: TaskDefinition): readonly (readonly TaskFile[])[] => [
  ...(needsText ? [] : [[]]),
  ...(reads ? [sampleFiles[reads.kind]] : []),
];

export function rows(data: ArrayLike<number>, length: number): number[][] {
  const all = Array.from(data);
  return Array.from({ length: all.length / length }, (_, row) => all.slice(row * length, (row + 1) * length));
}

/** Square images and their labels out of two IDX files. */
import { UserError } from '../../core/errors.ts';
import type { TaskFile } from '../types.ts';
import { readIdx } from './idx.ts';

export interface LabelledImages {
  readonly side: number;
  readonly count: number;
  /** [count · side · side], rows from the top. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly classes: number;
}

/** @throws UserError when a file is malformed or the two do not belong together. */
export function labelledImages([images, labels]: readonly [TaskFile, TaskFile]): LabelledImages {
  const { sizes, data: pixels } = readIdx(images, 3);
  const [count, rows, columns] = sizes as [number, number, number];
  const {
    sizes: [labelCount],
    data,
  } = readIdx(labels, 1);
  if (count !== labelCount)
    throw new UserError('error.idxCounts', { a: images.name, b: labels.name, given: count, expected: labelCount as number });
  if (rows !== columns || rows === 0) throw new UserError('error.imageSquare', { file: images.name, rows, columns });
  const classes = data.reduce((highest, label) => Math.max(highest, label), 0) + 1;
  if (count < 2 || classes < 2) throw new UserError('error.imagesFew', { file: images.name, given: count, classes });
  return { side: rows, count, pixels, labels: data, classes };
}

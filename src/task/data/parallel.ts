/** Two texts whose lines translate each other, characters as tokens of one vocabulary. */
import { UserError } from '../../core/errors.ts';
import type { TaskFile, TaskNote } from '../types.ts';
import { fits, type Pair, type PairLengths, specials } from './pairs.ts';
import { textOf } from './text-file.ts';
import { buildVocabulary, codePoints, encode } from './vocabulary.ts';

export interface ParallelText {
  readonly train: readonly Pair[];
  readonly validation: readonly Pair[];
  readonly vocabSize: number;
  readonly notes: readonly TaskNote[];
}

export interface ParallelOptions extends PairLengths {
  readonly vocabCap: number;
  readonly validationShare: number;
}

/** Pairs with an empty side and those that are too long are left out. @throws UserError when the lines do not pair, or too few fit. */
export function parallelText([source, target]: readonly [TaskFile, TaskFile], options: ParallelOptions): ParallelText {
  const [left, right] = [linesOf(source), linesOf(target)];
  if (left.length !== right.length) {
    throw new UserError('error.parallelLines', { a: source.name, b: target.name, given: left.length, expected: right.length });
  }
  const pairs = left.map((line, i) => ({ source: codePoints(line), target: codePoints(right[i] as string) }));
  const kept = pairs.filter(
    ({ source: a, target: b }) => a.length > 0 && b.length > 0 && fits({ source: [...a], target: [...b] }, options),
  );
  const held = Math.round(kept.length * options.validationShare);
  if (held < 1 || held >= kept.length) {
    const { seqLen, sourceLen } = options;
    throw new UserError('error.parallelShort', { given: kept.length, total: pairs.length, seqLen, sourceLen });
  }
  const training = kept.slice(0, kept.length - held);
  const vocabulary = buildVocabulary(
    training.flatMap(({ source: a, target: b }) => [a, b]),
    options.vocabCap,
  );
  const tokens = (characters: Uint32Array) => [...encode(vocabulary, characters)].map((token) => token + specials);
  const encoded = kept.map((pair) => ({ source: tokens(pair.source), target: tokens(pair.target) }));
  const vocabSize = vocabulary.size + specials;
  return {
    train: encoded.slice(0, training.length),
    validation: encoded.slice(training.length),
    vocabSize,
    notes: [
      { key: 'note.pairs', values: { pairs: kept.length, vocabSize } },
      ...(vocabulary.replaced > 0 ? [{ key: 'note.vocabCapped', values: { replaced: vocabulary.replaced, vocabSize } } as const] : []),
      ...(kept.length < pairs.length
        ? [{ key: 'note.pairsLeftOut', values: { left: pairs.length - kept.length, total: pairs.length } } as const]
        : []),
    ],
  };
}

/** A line break at the end begins no further line. */
function linesOf(file: TaskFile): string[] {
  const lines = textOf(file).split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Windows of several texts, each labelled with the file it comes from; the end of every file is held out. */
import { UserError } from '../../core/errors.ts';
import { type Random, random } from '../../core/random.ts';
import type { Batch, Task, TaskFile } from '../types.ts';
import { sequenceShape } from './shape.ts';
import type { SplitOptions } from './split-text.ts';
import { textNotes } from './split-text.ts';
import { textOf } from './text-file.ts';
import { buildVocabulary, codePoints, encode } from './vocabulary.ts';
import { equalWeights } from './weights.ts';
import { spreadStarts } from './windows.ts';

/** @throws UserError when a split of a file would not hold one window. */
export function labelledFiles(files: readonly TaskFile[], { vocabCap, validationShare, seqLen }: Omit<SplitOptions, 'window'>): Task {
  const texts = files.map((file) => cut(file, seqLen, validationShare));
  const vocabulary = buildVocabulary(
    texts.map(({ train }) => train),
    vocabCap,
  );
  const encoded = texts.map(({ train, validation }) => ({ train: encode(vocabulary, train), validation: encode(vocabulary, validation) }));
  const length = texts.reduce((sum, { train, validation }) => sum + train.length + validation.length, 0);
  const classes = files.length;
  return {
    ...sequenceShape(vocabulary.size, classes),
    trainTokens: encoded.reduce((sum, { train }) => sum + train.length, 0),
    bigramEntropy: null,
    notes: textNotes(length, vocabulary),
    train: (seed, step, batchSize) => {
      const stream = random(seed, `data/${step}`);
      return labelled(
        Array.from({ length: batchSize }, () => anyWindow(encoded, seqLen, stream)),
        seqLen,
      );
    },
    validation: (index, batchSize) =>
      labelled(
        Array.from({ length: batchSize }, (_, i) => {
          const turn = index * batchSize + i;
          const label = turn % classes;
          const { validation } = encoded[label] as { readonly validation: Int32Array };
          const [start] = spreadStarts(validation.length - seqLen + 1, Math.floor(turn / classes), 1, seqLen) as [number];
          return { label, window: validation.subarray(start, start + seqLen) };
        }),
        seqLen,
      ),
  };
}

function cut(file: TaskFile, seqLen: number, share: number): { readonly train: Uint32Array; readonly validation: Uint32Array } {
  const characters = codePoints(textOf(file));
  const held = Math.round(characters.length * share);
  if (characters.length - held < seqLen || held < seqLen) {
    const expected = Math.ceil((seqLen + 0.5) / Math.min(share, 1 - share));
    throw new UserError('error.fileTooShort', { file: file.name, given: characters.length, expected, seqLen });
  }
  return { train: characters.subarray(0, characters.length - held), validation: characters.subarray(characters.length - held) };
}

interface Labelled {
  readonly label: number;
  readonly window: Int32Array;
}

/** Every file is as likely as every other, however long it is. */
function anyWindow(files: readonly { readonly train: Int32Array }[], seqLen: number, stream: Random): Labelled {
  const label = stream.integer(files.length);
  const { train } = files[label] as { readonly train: Int32Array };
  const start = stream.integer(train.length - seqLen + 1);
  return { label, window: train.subarray(start, start + seqLen) };
}

function labelled(windows: readonly Labelled[], seqLen: number): Batch {
  const tokens = new Int32Array(windows.length * seqLen);
  windows.forEach(({ window }, row) => {
    tokens.set(window, row * seqLen);
  });
  return {
    tokens,
    targets: Int32Array.from(windows, ({ label }) => label),
    weights: equalWeights(() => true, windows.length),
  };
}

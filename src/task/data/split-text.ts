/** One text of characters, cut in two by position. */
import { UserError } from '../../core/errors.ts';
import type { TaskFile, TaskNote } from '../types.ts';
import { textOf } from './text-file.ts';
import { buildVocabulary, codePoints, encode, type Vocabulary } from './vocabulary.ts';

export interface SplitText {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly vocabulary: Vocabulary;
  readonly notes: readonly TaskNote[];
}

export interface SplitOptions {
  readonly vocabCap: number;
  readonly validationShare: number;
  readonly seqLen: number;
  /** Characters that one window takes. */
  readonly window: number;
}

/** The files one after the other. @throws UserError when a split would not hold one window. */
export function splitText(files: readonly TaskFile[], { vocabCap, validationShare, seqLen, window }: SplitOptions): SplitText {
  const characters = codePoints(files.map(textOf).join('\n'));
  const validationLength = Math.round(characters.length * validationShare);
  if (characters.length - validationLength < window || validationLength < window) {
    const expected = Math.ceil((window + 0.5) / Math.min(validationShare, 1 - validationShare));
    throw new UserError('error.textTooShort', { given: characters.length, expected, seqLen });
  }
  const training = characters.subarray(0, characters.length - validationLength);
  const vocabulary = buildVocabulary([training], vocabCap);
  return {
    train: encode(vocabulary, training),
    validation: encode(vocabulary, characters.subarray(training.length)),
    vocabulary,
    notes: textNotes(characters.length, vocabulary),
  };
}

/** What to know of a text: its length, its vocabulary, and when it is short. */
export function textNotes(length: number, { size, replaced }: Vocabulary): TaskNote[] {
  const found: TaskNote[] = [{ key: 'note.textLength', values: { length, vocabSize: size } }];
  if (replaced > 0) found.push({ key: 'note.vocabCapped', values: { replaced, vocabSize: size } });
  if (length < 20_000) found.push({ key: 'note.shortText', values: { length }, warns: true });
  return found;
}

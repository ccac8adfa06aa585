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

/** What to know of a text: its length, its vocabulary, what is hardly meant to be in it, and when it is short. */
export function textNotes(length: number, { size, replaced, tokens }: Vocabulary): TaskNote[] {
  const found: TaskNote[] = [{ key: 'note.textLength', values: { length, vocabSize: size } }];
  if (replaced > 0) found.push({ key: 'note.vocabCapped', values: { replaced, vocabSize: size }, warns: true });
  const controls = [...tokens.keys()].filter(isControl).sort((a, b) => a - b);
  if (controls.length > 0) found.push({ key: 'note.controls', values: { list: controls.map(controlName).join(', ') }, warns: true });
  if (length < 20_000) found.push({ key: 'note.shortText', values: { length }, warns: true });
  return found;
}

const [tab, lineFeed, formFeed, carriageReturn, space] = [9, 10, 12, 13, 32];
const isControl = (point: number): boolean =>
  (point < space && ![tab, lineFeed, formFeed, carriageReturn].includes(point)) || (point >= 0x7f && point < 0xa0);

/** Those that are met most. */
const controlNames: Readonly<Record<number, string>> = { 7: 'BEL', 8: 'BS', 27: 'ESC', 127: 'DEL' };

function controlName(point: number): string {
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  return controlNames[point] ? `${code} (${controlNames[point]})` : code;
}

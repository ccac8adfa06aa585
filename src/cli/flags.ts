/** Readers of flag values, each with an error that says what was given and what was expected. */
import { UserError, unknownWord } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';

export type Reader<T> = (given: string) => T;

export interface FlagReaders {
  count(flag: string, low?: number): Reader<number>;
  counts(flag: string, low?: number): Reader<number[]>;
  positive(flag: string): Reader<number>;
  positives(flag: string): Reader<number[]>;
  ids(): Reader<string[]>;
}

export function flagReaders(language: Language): FlagReaders {
  const refuse = (flag: string, given: string, expected: string): never => {
    throw new UserError('error.flagNumber', { flag, given, expected });
  };
  const whole = (text: string, low: number): number | undefined =>
    /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) < 2 ** 31 ? Number(text) : undefined;
  const list = (given: string) => given.split(',').map((part) => part.trim());
  return {
    count:
      (flag, low = 1) =>
      (given) =>
        whole(given, low) ?? refuse(flag, given, message(language, 'expected.wholeNumber', { low })),
    counts:
      (flag, low = 1) =>
      (given) =>
        list(given).map((part) => whole(part, low) ?? refuse(flag, given, message(language, 'expected.wholeNumbers', { low }))),
    positive: (flag) => (given) => positive(given) ?? refuse(flag, given, message(language, 'expected.positiveNumber')),
    positives: (flag) => (given) =>
      list(given).map((part) => positive(part) ?? refuse(flag, given, message(language, 'expected.positiveNumbers'))),
    ids: () => (given) => list(given).filter((part) => part !== ''),
  };
}

/** One of a few words. */
export const oneOf =
  <T extends string>(flag: string, choices: readonly T[]): Reader<T> =>
  (given) => {
    const known = choices.find((choice) => choice === given);
    if (known === undefined) throw new UserError('error.flagChoice', { flag, ...unknownWord(given, choices) });
    return known;
  };

function positive(text: string): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
}

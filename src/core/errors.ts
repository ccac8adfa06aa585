/** Errors that speak to people. The text comes from the message catalogue, so that the terminal can say it in either language. */
import { type MessageKey, type MessageValues, message } from './message/index.ts';
import { nearest } from './nearest.ts';

/**
 * A mistake that the user can mend: what was given, what was expected, how to fix it.
 * The command line prints it without a stack and exits with 2.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly exitCode: number = 2;

  constructor(
    readonly key: MessageKey,
    readonly values: MessageValues = {},
  ) {
    super(message('en', key, values));
  }
}

/** Values of a message about a word that is not known: `near` is the one that was probably meant, or 0. */
export const unknownWord = (given: string, known: readonly string[]): { given: string; near: string; choices: readonly string[] } => ({
  given,
  near: nearest(given, known) ?? '0',
  choices: known,
});

/** How a message calls the members of a family: `noun` is what it chooses the word by. */
export const nounValues = (noun: string): { noun: string } => ({ noun: noun.replaceAll(' ', '_') });

/** Something failed that is nobody's typing: an engine that cannot start, a disk that is full. Exit code 1. */
export class FailureError extends UserError {
  override readonly name: string = 'FailureError';
  override readonly exitCode: number = 1;
}

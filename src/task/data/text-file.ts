/** Files as text. */
import { UserError } from '../../core/errors.ts';
import type { TaskFile } from '../types.ts';

/** A text as if it had been read from a file. */
export const textFile = (name: string, text: string): TaskFile => ({ name, bytes: new TextEncoder().encode(text) });

/** @throws UserError when the file holds no UTF-8 text. */
export function textOf({ name, bytes }: TaskFile): string {
  if (bytes.includes(0)) throw new UserError('error.textBinary', { file: name });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('error.textNotUtf8', { file: name });
  }
}

/** Files as text. */
import { UserError } from '../../core/errors.ts';
import type { TaskFile } from '../types.ts';
import { encodingOf } from './encoding.ts';

/** A text as if it had been read from a file. */
export const textFile = (name: string, text: string): TaskFile => ({ name, bytes: new TextEncoder().encode(text) });

/** @throws UserError when the file holds no UTF-8 text: which encoding it looks like, and the command that mends it. */
export function textOf({ name, bytes }: TaskFile): string {
  const text = decoded(bytes);
  if (text !== undefined && !bytes.includes(0)) return text;
  const encoding = encodingOf(bytes);
  const made = `${name.replace(/\.[^./\\]+$/, '')}.utf8.txt`;
  if (encoding) {
    const command = `iconv -f ${encoding} -t UTF-8 ${quoted(name)} > ${quoted(made)}`;
    throw new UserError('error.textEncoding', { file: name, encoding, command });
  }
  if (text !== undefined) {
    const line = text.slice(0, text.indexOf('\0')).split('\n').length;
    throw new UserError('error.textNul', { file: name, line, command: `tr -d '\\000' < ${quoted(name)} > ${quoted(made)}` });
  }
  throw new UserError(bytes.includes(0) ? 'error.textBinary' : 'error.textNotUtf8', { file: name });
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** As a shell would read it. */
const quoted = (name: string): string => (/^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replace(/'/g, "'\\''")}'`);

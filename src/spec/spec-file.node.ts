/** A spec from a file: YAML, and JSON with it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UserError } from '../core/errors.ts';

/** @throws UserError when the file cannot be read or is no YAML. */
export function readSpecFile(file: string): unknown {
  const text = attempt('error.specFile', file, () => readFileSync(file, 'utf8'));
  return attempt('error.specSyntax', file, () => parse(text, { prettyErrors: true }) as unknown);
}

function attempt<T>(key: 'error.specFile' | 'error.specSyntax', file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(key, { file, reason: key === 'error.specFile' && code ? code : (message.split('\n')[0] as string) });
  }
}

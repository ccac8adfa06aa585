import { CommanderError } from 'commander';
import pc from 'picocolors';
import { UserError } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';

/** Says what went wrong in one sentence and gives the exit code: 2 for the user's mistakes, 1 for failures. No stack unless asked for. */
export function fail(error: unknown, language: Language): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (process.env.NORMLAB_DEBUG) console.error(error);
  if (error instanceof UserError) {
    console.error(pc.red(message(language, error.key, error.values)));
    return error.exitCode;
  }
  const detail = error instanceof Error ? error.message : String(error);
  console.error(pc.red(message(language, 'error.unexpected', { detail: detail.split('\n')[0] as string })));
  return 1;
}

/** Slurm's own programs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../core/errors.ts';

const run = promisify(execFile);
const timeout = 60_000;

/** Submits a script. @returns the number of the array; undefined where there is no sbatch. @throws UserError with what sbatch says. */
export async function submit(script: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('sbatch', ['--parsable', script], { timeout });
    return stdout.trim().split(';')[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const { stderr, message } = error as Error & { stderr?: string };
    throw new UserError('error.slurmSubmit', { file: script, detail: (stderr?.trim() || message).replaceAll('\n', ' ') });
  }
}

/** The tasks of an array that wait or run; undefined where that cannot be told. */
export async function tasksAlive(array: string): Promise<ReadonlySet<number> | undefined> {
  try {
    const { stdout } = await run('squeue', ['--noheader', '--array', '--jobs', array, '--format', '%K'], { timeout });
    return new Set(
      stdout
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(Number),
    );
  } catch (error) {
    // An array that ended a while ago is not known any more.
    return /invalid job id/i.test(String((error as { stderr?: string }).stderr)) ? new Set() : undefined;
  }
}

/** Ends what waits and runs of these arrays. */
export const cancel = (arrays: readonly string[]): Promise<unknown> =>
  arrays.length === 0 ? Promise.resolve() : run('scancel', [...arrays], { timeout }).catch(() => undefined);

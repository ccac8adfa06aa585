/** The built command line as a child process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A shell line to run first; the command line follows it. */
  readonly before?: string;
}

export function start(args: readonly string[], { cwd, env, before }: StartOptions): Started {
  const environment = { ...process.env, LANG: 'C', LC_ALL: '', NO_COLOR: '1', ...env };
  const [command, all] = before
    ? ['bash', ['-c', `${before} "$@"`, 'bash', process.execPath, main, ...args]]
    : [process.execPath, [main, ...args]];
  const child = spawn(command, all, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const ended = new Promise<Ended>((resolve) => {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
    child.on('close', (code) => resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') }));
  });
  return { child, ended };
}

export const normlab = (args: readonly string[], options: StartOptions): Promise<Ended> => start(args, options).ended;

/** A folder of its own that goes when the work is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'normlab-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

/** Every file below a folder. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Flags of a comparison small enough for tests. */
export const tiny = '--depth 1 --width 8 --heads 2 --context 8 --batch 4 --steps 12 --lr 0.003,0.01 --warmup 0 --seeds 2 --task copy'.split(
  ' ',
);

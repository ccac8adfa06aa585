/** One writer a folder: a lock file with who holds it, so that a holder that died is told from one that lives. */
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { writeError } from './files.node.ts';

export interface Holder {
  readonly pid: number;
  /** Of the machine's start: process ids start over after it. */
  readonly boot: string;
  /** When the process began, in the system's own count; process ids come round again. */
  readonly started: string;
}

const lockFile = (folder: string): string => join(folder, 'lock');

/** Takes the lock. @throws UserError when a living process holds it. */
export function takeLock(folder: string): void {
  const own = JSON.stringify(holderOf(process.pid));
  const beside = join(folder, `lock.${process.pid}.tmp`);
  try {
    writeFileSync(beside, own);
  } catch (error) {
    rmSync(beside, { force: true });
    throw writeError(folder, error);
  }
  try {
    for (let attempt = 0; !tryLink(beside, lockFile(folder)); attempt++) {
      const holder = readHolder(lockFile(folder));
      if (attempt > attempts) throw new UserError('error.runLocked', { folder, pid: holder?.pid ?? 0 });
      // One that was killed a moment ago may still be on its way out.
      if (holder && isAlive(holder)) pause();
      else removeStale(folder, beside);
    }
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Who removes a dead holder's lock does it alone: another might remove the new lock of a third. */
function removeStale(folder: string, beside: string): void {
  const alone = join(folder, 'lock.stale');
  if (!tryLink(beside, alone)) {
    const other = readHolder(alone);
    if (!other || !isAlive(other)) rmSync(alone, { force: true });
    pause();
    return;
  }
  try {
    const holder = readHolder(lockFile(folder));
    if (!holder || !isAlive(holder)) rmSync(lockFile(folder), { force: true });
  } finally {
    rmSync(alone, { force: true });
  }
}

const attempts = 40;
const waitMs = 10;

const pause = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);

export const releaseLock = (folder: string): void => rmSync(lockFile(folder), { force: true });

/** Whether a living process writes to the folder. */
export function isLocked(folder: string): boolean {
  const holder = readHolder(lockFile(folder));
  return holder !== undefined && isAlive(holder);
}

/** A link appears whole or not at all: nobody reads half a lock. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeError(to, error);
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, boot, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' ? { pid, boot: String(boot), started: String(started) } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  const now = holderOf(holder.pid);
  if (gone.has(fieldsOf(holder.pid)[0] as string)) return false;
  if (now.boot !== holder.boot) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return now.started === holder.started;
}

/** Where the system does not tell, both are empty and the process id decides alone. */
const holderOf = (pid: number): Holder => ({ pid, boot: readText('/proc/sys/kernel/random/boot_id'), started: startOf(pid) });

/** States of a process that has ended and that nobody has asked about yet: a signal still finds it. */
const gone: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

const startOf = (pid: number): string => fieldsOf(pid)[19] ?? '';

/** /proc/pid/stat from its third field, the state, on: counted behind the name, which may hold anything. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readText(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readText(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  } catch {
    return '';
  }
}

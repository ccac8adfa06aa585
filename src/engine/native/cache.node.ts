/**
 * Compiled code that is kept from run to run. It is loaded into the process, so nobody else may write where it lies, and
 * a damaged file is made again. Losing the folder costs time only.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, platform, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineUnavailable } from '../unavailable.ts';
import type { Environment } from './compiler.node.ts';

/** Why a folder is not used: somebody else could write to it, or we cannot. */
export type Unfit = 'foreign' | 'open' | 'unwritable';

export interface CacheFolder {
  readonly path: string;
  /** The folder that is meant for it, where that could not be used, and why. */
  readonly instead?: { readonly path: string; readonly why: Unfit };
}

/** The user's cache folder, else one in the system's folder for temporary files, made where it is missing. */
export function cacheFolder(environment: Environment = process.env): CacheFolder {
  const meant = join(cacheHome(environment), 'normlab', 'native');
  const why = unfit(meant);
  if (why === undefined) return { path: meant };
  const instead = { path: meant, why };
  const shared = join(tmpdir(), `normlab-${process.getuid?.() ?? 0}`, 'native');
  if (unfit(shared) === undefined) return { path: shared, instead };
  return { path: fresh(), instead };
}

function cacheHome(environment: Environment): string {
  // A relative path is to be ignored, says the XDG specification.
  if (environment.XDG_CACHE_HOME && isAbsolute(environment.XDG_CACHE_HOME)) return environment.XDG_CACHE_HOME;
  const home = environment.HOME || homedir();
  return platform() === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

/** Makes the folder, for the user alone; what speaks against it. It and the one above are ours, what is above those is the user's affair. */
function unfit(folder: string): Unfit | undefined {
  try {
    makeFolder(folder);
    if (!isSticky(dirname(dirname(folder)))) return 'open';
    for (const own of [dirname(folder), folder]) {
      const { uid, mode } = realFolder(own);
      if (uid !== process.getuid?.()) return 'foreign';
      if (mode & 0o022) return 'open';
    }
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof NoFolder ? 'foreign' : 'unwritable';
  }
}

/** Where everybody may write, nobody may rename what is another's. */
const isSticky = (folder: string): boolean => {
  const { mode } = statSync(folder);
  return !(mode & 0o002) || (mode & 0o1000) !== 0;
};

class NoFolder extends Error {}

/** A link would lead where somebody else decides. */
function realFolder(path: string) {
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new NoFolder();
  return found;
}

/** With what is missing above it. One at a time: Node's recursive mkdir never returns where the system answers ENOENT, as below /proc. */
function makeFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

let made: string | undefined;

/** A folder for this process alone, removed with it. */
function fresh(): string {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'normlab-native-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  made = folder;
  return folder;
}

/** What hashes to the same name is the same code. */
export const keyOf = (...parts: readonly string[]): string => sha256(JSON.stringify(parts));

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * The kept file of this key, made if it is missing or damaged. An entry is a folder with the file and its hash, which
 * appears whole or not at all; one that is in use may be removed, since the system keeps what is loaded.
 * @param make writes the file, to a folder of its own.
 * @returns the file's path. @throws EngineUnavailable where the folder takes no files.
 */
export async function keep(folder: string, key: string, make: (file: string) => Promise<void>): Promise<string> {
  const entry = join(folder, key);
  if (isWhole(entry)) return use(entry);
  const release = await turn(`${entry}.lock`, () => isWhole(entry));
  try {
    if (isWhole(entry)) return use(entry);
    return await build(folder, entry, make);
  } finally {
    release();
  }
}

async function build(folder: string, entry: string, make: (file: string) => Promise<void>): Promise<string> {
  const beside = `${entry}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(beside, { mode: 0o700 });
    await make(fileOf(beside));
    // Compilers go by the umask, which may let a group write.
    chmodSync(fileOf(beside), 0o700);
    writeFileSync(hashOf(beside), sha256(readFileSync(fileOf(beside))), { mode: 0o600 });
    for (const name of readdirSync(beside)) if (!parts.includes(name)) rmSync(join(beside, name), { recursive: true, force: true });
    put(beside, entry);
    clean(folder);
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : new EngineUnavailable('store', { detail: message });
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return fileOf(entry);
}

const parts: readonly string[] = ['code', 'sha256'];
const fileOf = (entry: string): string => join(entry, 'code');
const hashOf = (entry: string): string => join(entry, 'sha256');

/** A whole entry that another process put meanwhile is as good. */
function put(beside: string, entry: string): void {
  for (let attempt = 0; ; attempt++)
    try {
      renameSync(beside, entry);
      return;
    } catch (error) {
      if (isWhole(entry)) return;
      if (attempt === 3) throw error;
      remove(entry);
    }
}

/** Ours, and as it was written. */
function isWhole(entry: string): boolean {
  try {
    const { uid, mode } = lstatSync(fileOf(entry));
    if (uid !== process.getuid?.() || mode & 0o022) return false;
    return readFileSync(hashOf(entry), 'utf8') === sha256(readFileSync(fileOf(entry)));
  } catch {
    return false;
  }
}

/** The entry's time says when it was last used. */
function use(entry: string): string {
  try {
    utimesSync(entry, new Date(), new Date());
  } catch {
    // It is then removed sooner than it need be.
  }
  return fileOf(entry);
}

/** Out of the way in one step, so that nobody finds half of it. */
function remove(entry: string): void {
  const away = `${entry}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    renameSync(entry, away);
    rmSync(away, { recursive: true, force: true });
  } catch {
    // Another process was faster.
  }
}

/** Many processes start with the same model: one compiles, the others wait. Only time is lost if two do. */
async function turn(lock: string, isDone: () => boolean): Promise<() => void> {
  for (let waited = 0; waited < patienceMs; waited += stepMs) {
    if (tryLock(lock)) return () => rmSync(lock, { force: true });
    if (isDone()) break;
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    else await sleep(stepMs);
  }
  return () => undefined;
}

const stepMs = 20;
const patienceMs = 60_000;

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A full disk takes a lock's name, but not what it says. Who cannot lock need not wait.
    rmSync(lock, { force: true });
    return true;
  }
}

function isAbandoned(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return Date.now() - statSync(lock).mtimeMs > patienceMs;
  } catch (error) {
    // No such process; where there is no lock any more, the next attempt gets it.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const day = 24 * 3600 * 1000;

export interface Limits {
  readonly ageMs: number;
  readonly bytes: number;
  /** What was used so lately is left alone: a process may be about to load it. */
  readonly freshMs: number;
}

const limits: Limits = { ageMs: 30 * day, bytes: 512 * 2 ** 20, freshMs: 3600 * 1000 };

/** Removes what has not been used for long, then the oldest while there is too much. */
export function clean(folder: string, { ageMs, bytes, freshMs }: Limits = limits, now: number = Date.now()): void {
  const entries = readdirSync(folder)
    .flatMap((name) => sized(join(folder, name)))
    .sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, used, size } of entries) {
    total += size;
    const age = now - used;
    if (age > freshMs && (age > ageMs || total > bytes || path.endsWith('.tmp') || path.endsWith('.lock'))) remove(path);
  }
}

/** Nothing if it went away meanwhile. */
function sized(path: string): readonly { readonly path: string; readonly used: number; readonly size: number }[] {
  try {
    const { mtimeMs: used } = statSync(path);
    return [{ path, used, size: statSync(fileOf(path), { throwIfNoEntry: false })?.size ?? 0 }];
  } catch {
    return [];
  }
}

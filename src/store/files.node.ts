/** Files that are whole or not there: written beside, synced, renamed. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError, UserError } from '../core/errors.ts';

/** Writes a file so that a reader sees the old content or the new, never half. @throws UserError or FailureError saying why it cannot. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(file));
    const handle = openSync(beside, 'w');
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside, { force: true });
    throw writeError(file, error);
  }
}

/** Makes a folder and what is missing above it. One mkdir at a time: Node's recursive one never returns where the system answers ENOENT, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/** A folder that can be written to. @throws UserError when it cannot be made or written. */
export function openFolder(folder: string): void {
  const probe = `${folder}/.normlab.${process.pid}.tmp`;
  try {
    makeFolder(folder);
    closeSync(openSync(probe, 'w'));
  } catch (error) {
    throw writeError(folder, error);
  }
  rmSync(probe, { force: true });
}

/** Removes what writers that died left beside their files. For who holds the folder's lock: a living writer's would go too. */
export function removeLeftovers(folder: string): void {
  // Locks are made by those that do not hold the folder yet.
  for (const at of [folder, join(folder, 'checkpoints')])
    for (const name of existsSync(at) ? readdirSync(at) : [])
      if (/\.\d+\.tmp$/.test(name) && !name.startsWith('lock.')) rmSync(join(at, name), { force: true });
}

/** Of a place that cannot be written, and no fault of the disk; the message has words for each. */
const mistakes: readonly string[] = ['ENOENT', 'EACCES', 'EPERM', 'EEXIST', 'ENOTDIR', 'EROFS', 'EISDIR'];

export function writeError(path: string, error: unknown): Error {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FailureError('error.diskFull', { path });
  if (mistakes.includes(code)) return new UserError('error.unwritable', { path, reason: code });
  return new FailureError('error.writeFailed', { path, reason: code || String(error) });
}

/** Files that are whole or not there: written beside, synced, renamed. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError, UserError } from '../core/errors.ts';

/** Writes a file so that a reader sees the old content or the new, never half. @throws UserError or FailureError saying why it cannot. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
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
    rmSync(beside, { force: true });
    throw writeError(file, error);
  }
}

/** A folder that can be written to. @throws UserError when it cannot be made or written. */
export function openFolder(folder: string): void {
  const probe = `${folder}/.normlab.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, 'w'));
  } catch (error) {
    throw writeError(folder, error);
  } finally {
    rmSync(probe, { force: true });
  }
}

const mistakes: Readonly<Record<string, 'no permission' | 'a file is in the way' | 'the file system is read-only' | 'it is a folder'>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
};

export function writeError(path: string, error: unknown): Error {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new FailureError('error.diskFull', { path });
  const reason = mistakes[code];
  if (reason) return new UserError('error.unwritable', { path, reason });
  return new FailureError('error.writeFailed', { path, reason: code || String(error) });
}

/** A run that was made elsewhere, as files: what a run made here would have left. */
import { join } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { removeCheckpoints } from '../../store/checkpoints.node.ts';
import { openFolder, removeLeftovers, writeWhole } from '../../store/files.node.ts';
import { releaseLock, takeLock } from '../../store/lock.node.ts';
import { findRun } from '../../store/run-folder.node.ts';

export interface RunBytes {
  /** Below the folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes the files in their order, each whole or not at all.
 *
 * @throws UserError when the folder holds another run, another process writes to it, or it cannot be written.
 */
export function depositRun(folder: string, id: string, files: readonly RunBytes[]): void {
  openFolder(folder);
  takeLock(folder);
  try {
    const { file } = findRun(folder);
    if (file && file.id !== id) throw new UserError('error.runOther', { folder, given: id, found: file.id });
    removeLeftovers(folder);
    for (const { path, bytes } of files) writeWhole(join(folder, path), bytes);
    // Of an earlier attempt on this machine.
    removeCheckpoints(folder, id);
  } finally {
    releaseLock(folder);
  }
}

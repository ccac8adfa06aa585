import { UserError } from '../../core/errors.ts';
import type { TaskDefinition, TaskFile } from '../types.ts';

/** The files, or undefined when there are none. @throws UserError when they are too few or too many for the task. */
export function countedFiles({ id, reads }: TaskDefinition, files: readonly TaskFile[]): readonly TaskFile[] | undefined {
  if (files.length === 0) return undefined;
  const { least, most } = reads ?? { least: 0, most: 0 };
  if (files.length >= least && files.length <= most) return files;
  const key = least === most ? 'error.fileCount' : 'error.filesFew';
  throw new UserError(key, { task: id, given: files.length, expected: least });
}

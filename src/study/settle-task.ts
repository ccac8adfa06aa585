/** A task as every worker will see it: what the files decide is decided, and what they hold is hashed. */
import { filesHash } from '../task/data/files-hash.ts';
import type { TaskConfig, TaskDefinition, TaskFile } from '../task/types.ts';

/** @throws UserError when the files are not what the task reads. */
export const settleTask = (config: TaskConfig, definition: TaskDefinition, files: readonly TaskFile[]): TaskConfig => ({
  ...definition.optionsOf?.(files),
  ...config,
  ...(files.length > 0 && { textHash: filesHash(files) }),
});

import { FailureError } from '../core/errors.ts';
import { engines } from '../engine/index.node.ts';
import { writeWhole } from '../store/files.node.ts';
import { toSafetensors } from '../store/safetensors.ts';
import { filesHash } from '../task/data/files-hash.ts';
import { tasks } from '../task/index.ts';
import { namedTensors } from '../train/values.ts';
import { taskFiles } from './task-files.node.ts';
import { version } from './version.node.ts';
import type { Workshop } from './work.ts';

/** Engines and files of this machine. */
export const nodeWorkshop: Workshop = {
  openEngine: (choice) => engines.get(choice.id).open(choice),
  files: ({ task }) => {
    const files = taskFiles(tasks.get(task.id), task.files);
    if (task.textHash !== undefined && filesHash(files) !== task.textHash)
      throw new FailureError('error.textChanged', { files: (task.files ?? []).join(', ') });
    return files;
  },
  keep: (file, { id }, program, values) => {
    writeWhole(file, toSafetensors(namedTensors(program, values), { format: 'pt', normlab: version, run: id }));
  },
};

import { FailureError } from '../core/errors.ts';
import { hash } from '../core/hash.ts';
import { engines } from '../engine/index.node.ts';
import { writeWhole } from '../store/files.node.ts';
import { toSafetensors } from '../store/safetensors.ts';
import { loadText } from '../task/text-source.node.ts';
import { namedTensors } from '../train/values.ts';
import { version } from './version.node.ts';
import type { Workshop } from './work.ts';

/** Engines and texts of this machine. */
export const nodeWorkshop: Workshop = {
  openEngine: (choice) => engines.get(choice.id).open(choice),
  text: ({ task }) => {
    if (task.id !== 'text') return undefined;
    const { text } = loadText(task.files);
    if (task.textHash !== undefined && hash(text) !== task.textHash)
      throw new FailureError('error.textChanged', { files: (task.files ?? []).join(', ') });
    return text;
  },
  keep: (file, { id }, program, values) => {
    writeWhole(file, toSafetensors(namedTensors(program, values), { format: 'pt', normlab: version, run: id }));
  },
};

import { FailureError } from '../core/errors.ts';
import { hash } from '../core/hash.ts';
import { engines } from '../engine/index.node.ts';
import { loadText } from '../task/text-source.node.ts';
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
};

import type { Language } from '../core/message/index.ts';
import type { RunInput } from '../spec/schema.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig, TaskFile } from '../task/types.ts';
import { settleTask } from './settle-task.ts';
import { taskFiles } from './task-files.node.ts';

export interface ReadTask {
  readonly task: TaskConfig;
  readonly title: string;
  readonly files: readonly TaskFile[];
}

/** The task with its files read and hashed, so that every worker sees the same. */
export function taskOf(input: RunInput['task'], language: Language = 'en'): ReadTask {
  const config = (typeof input === 'string' ? { id: input } : { id: 'text', ...input }) as TaskConfig;
  const definition = tasks.get(config.id);
  const files = taskFiles(definition, config.files);
  return { task: settleTask(config, definition, files), title: titleOf(definition.id, files, language), files };
}

/** A text speaks for itself; other tasks are named, with what they read. */
function titleOf(id: string, files: readonly TaskFile[], language: Language): string {
  const read = files.map(({ name }) => name.split(/[\\/]/).at(-1)).join(', ');
  if (id === 'text') return read;
  const title = tasks.get(id).title[language];
  return read === '' ? title : `${title} (${read})`;
}

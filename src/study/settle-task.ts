/** A task as every worker will see it: what the files decide is decided, and what they hold is hashed. */
import { type Language, message } from '../core/message/index.ts';
import { filesHash } from '../task/data/files-hash.ts';
import type { TaskConfig, TaskDefinition, TaskFile, TaskNote } from '../task/types.ts';

/** @throws UserError when the files are not what the task reads. */
export const settleTask = (config: TaskConfig, definition: TaskDefinition, files: readonly TaskFile[]): TaskConfig => ({
  ...definition.optionsOf?.(files),
  ...config,
  ...(files.length > 0 && { textHash: filesHash(files) }),
});

/** What is to be known of a task, and what of it warns. */
export function taskSentences({ notes }: { readonly notes: readonly TaskNote[] }, language: Language) {
  const written = notes.map(({ key, values, warns }) => ({ text: message(language, key, values), warns }));
  return {
    taskNotes: written.map(({ text }) => text),
    taskWarnings: written.filter(({ warns }) => warns).map(({ text }) => text),
  };
}

/** A title as it was written, in another language: the words of the task, and what it had read behind them. */
export function titleIn(title: string, { title: words }: TaskDefinition, language: Language): string {
  const known = Object.values(words).find((word) => title === word || title.startsWith(`${word} (`));
  return known === undefined ? title : `${words[language]}${title.slice(known.length)}`;
}

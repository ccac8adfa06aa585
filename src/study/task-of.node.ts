import { hash } from '../core/hash.ts';
import type { Language } from '../core/message/index.ts';
import type { RunInput } from '../spec/schema.ts';
import { tasks } from '../task/index.ts';
import { loadText } from '../task/text-source.node.ts';

/** The task with its text read and hashed, so that every worker sees the same. */
export function taskOf(
  input: RunInput['task'],
  language: Language = 'en',
): {
  readonly task: RunInput['task'];
  readonly title: string;
  readonly text: string | undefined;
} {
  const config = typeof input === 'string' ? { id: input } : { id: 'text', ...input };
  const { id } = tasks.get(config.id);
  if (id !== 'text') return { task: config as RunInput['task'], title: tasks.get(id).title[language], text: undefined };
  const { title, text } = loadText('files' in config ? config.files : []);
  return { task: { ...config, textHash: hash(text) } as RunInput['task'], title, text };
}

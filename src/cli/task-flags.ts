/** What to learn and from which files: flags of every command that trains without a spec. */
import type { Command } from 'commander';
import { UserError } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';
import { type Choice, readChoice } from '../study/choice-text.ts';
import { tasks } from '../task/index.ts';
import type { TaskConfig, TaskReads } from '../task/types.ts';

export interface TaskFlags {
  readonly task?: Choice;
  readonly text?: string[];
  readonly sourceText?: string;
  readonly targetText?: string;
  readonly images?: string;
  readonly labels?: string;
}

type FileFlag = Exclude<keyof TaskFlags, 'task'>;

interface FileFlags {
  /** In the order the task wants the files. */
  readonly flags: readonly FileFlag[];
  /** The task meant when none is named. */
  readonly task: string;
}

/** What files of each kind are given with. */
const fileFlags: Readonly<Record<TaskReads['kind'], FileFlags>> = {
  text: { flags: ['text'], task: 'text' },
  parallel: { flags: ['sourceText', 'targetText'], task: 'translation' },
  images: { flags: ['images', 'labels'], task: 'images' },
};

/** As they are written. */
const written: Readonly<Record<FileFlag, string>> = {
  text: '--text',
  sourceText: '--source-text',
  targetText: '--target-text',
  images: '--images',
  labels: '--labels',
};

export function declareTask(command: Command, language: Language): void {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  command
    .option('--task <id>', say('cli.flag.task', { choices: tasks.ids }), (given) => readChoice(tasks, '--task', given, language))
    .option('--text <files...>', say('cli.flag.text'))
    .option('--source-text <file>', say('cli.flag.sourceText'))
    .option('--target-text <file>', say('cli.flag.targetText'))
    .option('--images <file>', say('cli.flag.images'))
    .option('--labels <file>', say('cli.flag.labels'));
}

/** Whether any flag says what to learn. */
export const asksTask = (flags: TaskFlags): boolean =>
  flags.task !== undefined || Object.keys(written).some((flag) => flags[flag as FileFlag] !== undefined);

/** The task the flags ask for. @throws UserError when they do not go together. */
export function taskOf(flags: TaskFlags): TaskConfig {
  const kinds = (Object.keys(fileFlags) as TaskReads['kind'][]).filter((kind) => given(flags, kind).length > 0);
  const [kind, other] = kinds;
  if (kind && other) {
    throw new UserError('error.flagsApart', { a: first(flags, kind), b: first(flags, other) });
  }
  const id = flags.task?.id ?? (kind ? fileFlags[kind].task : 'text');
  const options = flags.task?.options ?? {};
  return kind ? { id, ...options, files: filesOf(flags, kind, id) } : { id, ...options };
}

const given = (flags: TaskFlags, kind: TaskReads['kind']): readonly FileFlag[] =>
  fileFlags[kind].flags.filter((flag) => flags[flag] !== undefined);

const first = (flags: TaskFlags, kind: TaskReads['kind']): string => written[given(flags, kind)[0] as FileFlag];

function filesOf(flags: TaskFlags, kind: TaskReads['kind'], id: string): readonly string[] {
  if (tasks.get(id).reads?.kind !== kind) {
    const readers = tasks.members.filter(({ reads }) => reads?.kind === kind).map((member) => member.id);
    throw new UserError('error.flagTask', { flag: first(flags, kind), task: id, choices: readers });
  }
  const missing = fileFlags[kind].flags.find((flag) => flags[flag] === undefined);
  if (missing) throw new UserError('error.flagMissing', { flag: first(flags, kind), other: written[missing] });
  return fileFlags[kind].flags.flatMap((flag) => flags[flag] as string | string[]);
}

/** Flags that say where the runs of a study are made. */
import type { Command } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import { type ExecutorOptions, executors } from '../study/executors.node.ts';
import { defaultQueue } from '../study/queue/keys.ts';
import { defined } from './shared-flags.ts';

export interface ExecutorFlags {
  readonly executor?: string;
  readonly redis?: string;
  readonly queue?: string;
  readonly allowMixedEngines?: boolean;
}

export function declareExecutor(command: Command, language: Language): void {
  command.option('--executor <id>', message(language, 'cli.flag.executor'), (given) => executors.get(given).id);
  declareQueue(command, language);
  command.option('--allow-mixed-engines', message(language, 'cli.flag.allowMixedEngines'));
}

export function declareQueue(command: Command, language: Language): void {
  command
    .option('--redis <url>', message(language, 'cli.flag.redis'))
    .option('--queue <name>', message(language, 'cli.flag.queue', { name: defaultQueue }));
}

/** What the flags say of the executor; the study adds jobs, folder, language and who hears notices. */
export const executorOf = ({ executor, redis, queue, allowMixedEngines }: ExecutorFlags): Omit<ExecutorOptions, 'jobs'> =>
  defined({ id: executor, redis, queue, allowMixed: allowMixedEngines });

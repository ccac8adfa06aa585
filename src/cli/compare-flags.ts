/** The flags of a comparison, and what they say. */
import type { Command } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import type { StudyCall } from '../study/study.node.ts';
import { declareExecutor, type ExecutorFlags } from './executor-flags.ts';
import { declareFlags, declareOutput, defined, machineFlags, modelFlags, modelOf, type SharedFlags } from './shared-flags.ts';
import { declareTask, type TaskFlags, taskOf } from './task-flags.ts';

export interface CompareFlags extends SharedFlags, TaskFlags, ExecutorFlags {
  readonly quick?: boolean;
}

export function declareCompare(command: Command, language: Language): void {
  declareFlags(command, language, ['arms']);
  declareTask(command, language);
  declareFlags(command, language, ['depth', 'width', 'batch', 'steps', 'lr', 'warmup', 'seeds', 'optimizer']);
  command.option('--quick', message(language, 'cli.flag.quick'));
  declareFlags(command, language, [...modelFlags, ...machineFlags]);
  declareExecutor(command, language);
  declareOutput(command, language);
}

export function compareCall(flags: CompareFlags): StudyCall {
  const { arms, steps, lr, warmup, seeds, quick, batch, optimizer, engine, threads, jobs } = flags;
  return {
    ...defined({ arms, steps, lr, warmup, seeds, quick, batchSize: batch, optimizer, engine, threads, jobs }),
    model: { ...defined({ nLayers: flags.depth, dModel: flags.width }), ...modelOf(flags) },
    task: taskOf(flags),
  };
}

/** The flags of a comparison, and what they say. */
import type { Command } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import type { StudyCall } from '../study/study.node.ts';
import { declareExecutor, type ExecutorFlags } from './executor-flags.ts';
import { flagReaders } from './flags.ts';
import { declareArms, declareMachine, declareModel, declareOutput, defined, modelOf, type SharedFlags } from './shared-flags.ts';
import { declareTask, type TaskFlags, taskOf } from './task-flags.ts';

export interface CompareFlags extends SharedFlags, TaskFlags, ExecutorFlags {
  readonly depth?: number;
  readonly width?: number;
  readonly batch?: number;
  readonly steps?: number;
  readonly lr?: number[];
  readonly warmup?: number[];
  readonly seeds?: number;
  readonly optimizer?: string;
  readonly quick?: boolean;
}

export function declareCompare(command: Command, language: Language): void {
  declareArms(command, language);
  declareTask(command, language);
  declareStudy(command, language);
  declareModel(command, language);
  declareMachine(command, language);
  declareExecutor(command, language);
  declareOutput(command, language);
}

function declareStudy(command: Command, language: Language): void {
  const read = flagReaders(language);
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  command
    .option('--depth <n>', say('cli.flag.depth'), read.count('--depth'))
    .option('--width <n>', say('cli.flag.width'), read.count('--width'))
    .option('--batch <n>', say('cli.flag.batch'), read.count('--batch'))
    .option('--steps <n>', say('cli.flag.steps'), read.count('--steps'))
    .option('--lr <rates>', say('cli.flag.lr'), read.positives('--lr'))
    .option('--warmup <steps>', say('cli.flag.warmup'), read.counts('--warmup', 0))
    .option('--seeds <n>', say('cli.flag.seeds'), read.count('--seeds'))
    .option('--optimizer <id>', say('cli.flag.optimizer', { choices: optimizers.ids.join(', ') }), (id) => optimizers.get(id).id)
    .option('--quick', say('cli.flag.quick'));
}

export function compareCall(flags: CompareFlags): StudyCall {
  const { arms, steps, lr, warmup, seeds, quick, batch, optimizer, engine, threads, jobs } = flags;
  return {
    ...defined({ arms, steps, lr, warmup, seeds, quick, batchSize: batch, optimizer, engine, threads, jobs }),
    model: { ...defined({ nLayers: flags.depth, dModel: flags.width }), ...modelOf(flags) },
    task: taskOf(flags),
  };
}

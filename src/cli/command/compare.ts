import type { Command } from 'commander';
import pc from 'picocolors';
import { type Language, message } from '../../core/message/index.ts';
import { optimizers } from '../../optim/optimizer/index.ts';
import { renderCompareReport } from '../../report/compare.ts';
import { compare } from '../../study/api.node.ts';
import { toCompareJson } from '../../study/compare-json.ts';
import { type StudyPlan, typicalRun } from '../../study/plan.ts';
import { foreseen, type StudyProgress } from '../../study/study.ts';
import type { StudyResult } from '../../study/types.ts';
import { commandLine } from '../command-line.ts';
import { compareTables } from '../compare-tables.ts';
import { flagReaders } from '../flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { jsonFolder, outputFolder, writeJson, writeReport } from '../outputs.ts';
import { Progress } from '../progress.ts';
import { declareArms, declareMachine, declareModel, declareOutput, defined, modelOf, type SharedFlags } from '../shared-flags.ts';
import { declareTask, type TaskFlags, taskOf } from '../task-flags.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface CompareFlags extends SharedFlags, TaskFlags {
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

export const command: CliCommand = {
  declare: (command, language) => {
    declareArms(command, language);
    declareTask(command, language);
    declareStudy(command, language);
    declareModel(command, language);
    declareMachine(command, language);
    declareOutput(command, language);
  },
  run: (_args, flags, context) => run(flags as CompareFlags, context),
};

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

async function run(flags: CompareFlags, { language, argv }: CliContext): Promise<void> {
  const line = commandLine(argv);
  const folder = outputFolder(flags.out, 'compare', line);
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  const runs = { done: 0, total: 0 };
  const { arms, steps, lr, warmup, seeds, quick, batch, optimizer, engine, threads, jobs } = flags;
  try {
    const result = await compare({
      ...defined({ arms, steps, lr, warmup, seeds, quick, batchSize: batch, optimizer, engine, threads, jobs }),
      model: { ...defined({ nLayers: flags.depth, dModel: flags.width }), ...modelOf(flags) },
      task: taskOf(flags),
      out: folder,
      folders: jsonFolder(flags.json),
      command: line,
      language,
      signal,
      onStart: (plan, workers) => {
        runs.total = foreseen(plan).runs;
        announce(plan, workers, runs.total, flags, language);
      },
      onRun: () => {
        runs.done++;
      },
      onProgress: (at) => show(progress, at, runs, language),
    });
    progress.done();
    finish(result, folder, flags, language);
  } finally {
    progress.done();
    release();
  }
}

function announce(plan: StudyPlan, jobs: number, runs: number, flags: CompareFlags, language: Language): void {
  const { model, engine: chosen, steps } = typicalRun(plan);
  console.error(
    message(language, 'cli.plan', {
      arms: plan.arms.join(', '),
      task: taskOf(flags).id,
      depth: String(model.nLayers),
      width: String(model.dModel),
      context: String(model.seqLen),
      runs,
      steps: String(steps),
      engine: chosen.id,
      jobs,
      threads: chosen.threads,
    }),
  );
}

function show(
  progress: Progress,
  { stage, doneSteps, totalSteps }: StudyProgress,
  { done, total }: { done: number; total: number },
  language: Language,
): void {
  progress.show('cli.progress', totalSteps > 0 ? doneSteps / totalSteps : 0, {
    stage: message(language, `cli.stage.${stage}`),
    done,
    total,
  });
}

function finish(result: StudyResult, folder: string, flags: CompareFlags, language: Language): void {
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  const report = writeReport(folder, renderCompareReport(result, language));
  const json = flags.json === undefined ? undefined : writeJson(flags.json, toCompareJson(result));
  const print = flags.json === '-' ? console.error : console.log;
  print(compareTables(result, language));
  if (result.interrupted) {
    const finished = result.arms.flatMap(({ runs }) => runs).filter(({ status }) => status === 'finished').length;
    print(pc.yellow(say('cli.interrupted', { n: finished })));
    process.exitCode = interruptedExitCode;
  }
  print(say('cli.report', { file: report }));
  if (json) print(say('cli.json', { file: json }));
  print(say('cli.runs', { folder: `${folder}/runs` }));
}

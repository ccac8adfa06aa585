import { type Language, message } from '../../core/message/index.ts';
import { depthSentences } from '../../report/rule/depth.ts';
import { renderSignalReport } from '../../report/signal.ts';
import { chooseEngine } from '../../study/engine-choice.node.ts';
import { signal } from '../../study/signal.node.ts';
import { toSignalJson } from '../../study/signal-json.ts';
import type { SignalOptions } from '../../study/signal-options.ts';
import type { SignalResult } from '../../study/signal-types.ts';
import { commandLine } from '../command-line.ts';
import { noteEngine } from '../engine-note.ts';
import { flagReaders } from '../flags.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { jsonFolder, outputFolder, writeJson, writeReport } from '../outputs.ts';
import { Progress } from '../progress.ts';
import { declareFlags, declareOutput, defined, machineFlags, modelFlags, modelOf, type SharedFlags } from '../shared-flags.ts';
import { fixed, table } from '../table.ts';
import { asksTask, declareTask, type TaskFlags, taskOf } from '../task-flags.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface SignalFlags extends SharedFlags, TaskFlags {
  readonly depths?: number[];
  readonly setting?: 'xiong' | 'model';
}

export const command: CliCommand = {
  declare: (command, language) => {
    declareFlags(command, language, ['arms']);
    declareTask(command, language);
    command.option('--depths <list>', message(language, 'cli.flag.depths'), flagReaders(language).counts('--depths'));
    declareFlags(command, language, ['width', 'batch', 'seeds'], { seeds: 'cli.flag.signalSeeds' });
    command.option('--setting <id>', message(language, 'cli.flag.setting'));
    declareFlags(command, language, [...modelFlags, ...machineFlags]);
    declareOutput(command, language);
  },
  run: (_args, flags, context) => run(flags as SignalFlags, context),
};

async function run(flags: SignalFlags, { language, argv }: CliContext): Promise<void> {
  const line = commandLine(argv);
  const folder = outputFolder(flags.out, 'signal', line);
  const progress = new Progress(language);
  const interrupt = onInterrupt(language);
  const { arms, depths, width, seeds, setting, batch, engine, threads, jobs } = flags;
  noteEngine((await chooseEngine(engine, 1)).id, language);
  try {
    const result = await signal({
      ...defined({ arms, depths, width, seeds, setting, batchSize: batch, engine, threads, jobs }),
      model: modelOf(flags),
      ...(asksTask(flags) && { task: taskOf(flags) as SignalOptions['task'] }),
      folders: [...jsonFolder(flags.json), folder],
      command: line,
      language,
      signal: interrupt.signal,
      onProgress: ({ done, total }) =>
        progress.show('cli.progress.signal', done / total, { stage: message(language, 'cli.stage.signal'), done, total }),
    });
    progress.done();
    if (interrupt.signal.aborted) {
      console.error(message(language, 'cli.signal.interrupted', { command: line }));
      process.exitCode = interruptedExitCode;
    }
    finish(result, folder, flags, language);
  } finally {
    progress.done();
    interrupt.release();
  }
}

function finish(result: SignalResult, folder: string, flags: SignalFlags, language: Language): void {
  const report = writeReport(folder, renderSignalReport(result, language));
  const json = flags.json === undefined ? undefined : writeJson(flags.json, toSignalJson(result));
  const print = flags.json === '-' ? console.error : console.log;
  print(signalTable(result, language));
  for (const sentence of depthSentences(result, language)) print(sentence);
  print(message(language, 'cli.report', { file: report }));
  if (json) print(message(language, 'cli.json', { file: json }));
}

function signalTable({ arms }: SignalResult, language: Language): string {
  const depths = (arms[0]?.depths ?? []).map(({ depth }) => depth).join(', ');
  const head = [
    message(language, 'cli.table.arm'),
    message(language, 'cli.table.equation'),
    message(language, 'cli.table.slope'),
    message(language, 'cli.table.gradient', { depths }),
    message(language, 'cli.table.energy', { depths }),
  ];
  const rows = arms.map(({ id, equation, slope, depths: cells }) => [
    id,
    equation,
    fixed(slope, 2),
    cells.map(({ lastFfnGradNorm }) => lastFfnGradNorm.mean.toPrecision(3)).join(', '),
    cells.map(({ streamEnergy }) => (streamEnergy.at(-1) ?? Number.NaN).toPrecision(3)).join(', '),
  ]);
  return table(head, rows);
}

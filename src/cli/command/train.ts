import { resolve } from 'node:path';
import { type Language, message } from '../../core/message/index.ts';
import type { Run } from '../../spec/run.ts';
import { readSpecFile } from '../../spec/spec-file.node.ts';
import { armWarnings } from '../../study/describe.ts';
import { emitSources } from '../../study/emit.node.ts';
import { type TrainResult, train } from '../../study/train.node.ts';
import type { TrainEvent } from '../../train/events.ts';
import { commandLine } from '../command-line.ts';
import { noteEngine } from '../engine-note.ts';
import { interruptedExitCode, onInterrupt } from '../interrupt.ts';
import { declareJson, type JsonFlag, putJson } from '../json-flag.ts';
import { outputFolder, shortPath } from '../outputs.ts';
import { Progress } from '../progress.ts';
import { declareFlags, declareLanguage, type SharedFlags } from '../shared-flags.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface TrainFlags extends SharedFlags, JsonFlag {
  readonly resume?: boolean;
  readonly emit?: string;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<spec>', message(language, 'cli.argument.spec'));
    declareFlags(command, language, ['out'], { out: 'cli.flag.trainOut' });
    command.option('--resume', message(language, 'cli.flag.resume'));
    command.option('--emit <folder>', message(language, 'cli.flag.emit'));
    declareJson(command, language);
    declareLanguage(command, language);
  },
  run: ([spec], flags, context) => run(String(spec), flags as TrainFlags, context),
};

async function run(file: string, flags: TrainFlags, { language, argv }: CliContext): Promise<void> {
  const spec = readSpecFile(file);
  if (flags.emit !== undefined) return emit(spec, flags.emit, language);
  const folder = outputFolder(flags.out, 'train', commandLine(argv));
  const progress = new Progress(language);
  const { signal, release } = onInterrupt(language);
  try {
    const result = await train(spec, {
      out: folder,
      resume: flags.resume,
      signal,
      language,
      onEvent: (event, run) => {
        if (event.type === 'started') {
          noteEngine(run.engine.id, language);
          for (const warning of armWarnings(run.model, language)) console.error(warning);
        }
        show(progress, event, run, language);
      },
    });
    progress.done();
    const told = putJson(flags.json, () => result.record, language);
    if (result.record.status === 'interrupted') process.exitCode = interruptedExitCode;
    if (!told) return;
    report(result, folder, language);
    if (result.record.status === 'interrupted') {
      const goOn = ['train', file, '--out', shortPath(folder), '--resume'];
      console.log(message(language, 'cli.goOn', { command: commandLine(goOn) }));
    }
  } finally {
    progress.done();
    release();
  }
}

/** The folder may hold files of the same names: they are written anew. */
async function emit(spec: unknown, folder: string, language: Language): Promise<void> {
  const { files, compile } = await emitSources(spec, folder);
  console.log(message(language, 'cli.train.emitted', { files, folder: shortPath(resolve(folder)) }));
  for (const line of compile) console.log(line);
}

function show(progress: Progress, event: TrainEvent, { steps }: Run, language: Language): void {
  if (event.type !== 'step') return;
  progress.show('cli.progress.steps', (event.step + 1) / steps, {
    stage: message(language, 'cli.stage.train'),
    done: event.step + 1,
    total: steps,
    loss: event.loss.toFixed(3),
  });
}

function report({ record, reused }: TrainResult, folder: string, language: Language): void {
  if (reused) console.log(message(language, 'cli.train.reused'));
  if (record.status === 'finished' && record.evalLoss !== null) {
    console.log(message(language, 'cli.train.done', { loss: record.evalLoss.toFixed(4), steps: record.steps }));
  }
  if (record.status === 'diverged') console.log(message(language, 'cli.train.diverged', { reason: record.reason ?? '' }));
  if (record.status === 'interrupted') {
    console.log(message(language, 'cli.train.interrupted'));
  }
  console.log(message(language, 'cli.train.files', { folder }));
}

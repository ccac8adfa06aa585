import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { message } from '../../core/message/index.ts';
import { readSpecFile } from '../../spec/spec-file.node.ts';
import { readArmWord } from '../../study/arm-file.node.ts';
import { type Growth, grow } from '../../study/grow.ts';
import { defaultArms } from '../../study/options.ts';
import { growStudy, study } from '../../study/study.node.ts';
import { readStudyFile } from '../../study/study-folder.node.ts';
import { parseStudy } from '../../study/study-spec.ts';
import { commandLine, flagIn, withFlag } from '../command-line.ts';
import { declareExecutor, type ExecutorFlags, executorOf } from '../executor-flags.ts';
import { outputFolder } from '../outputs.ts';
import { declareFlags, declareOutput, defined, machineFlags, type SharedFlags } from '../shared-flags.ts';
import { runStudyHere } from '../study-run.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface StudyFlags extends SharedFlags, ExecutorFlags {
  readonly resume?: boolean;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<source>', message(language, 'cli.argument.study'));
    command.option('--resume', message(language, 'cli.flag.resumeStudy'));
    declareFlags(command, language, ['arms', 'lr', 'warmup', 'seeds', ...machineFlags], {
      arms: 'cli.flag.growArms',
      lr: 'cli.flag.growLr',
      warmup: 'cli.flag.growWarmup',
      seeds: 'cli.flag.growSeeds',
    });
    declareExecutor(command, language);
    declareOutput(command, language);
  },
  run: ([source], flags, context) => (isFolder(String(source)) ? runFolder : runFile)(String(source), flags as StudyFlags, context),
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const growthOf = ({ arms, lr, warmup, seeds }: StudyFlags): Growth => defined({ arms, lr, warmup, seeds });

async function runFile(file: string, flags: StudyFlags, { language, argv }: CliContext): Promise<void> {
  const { resume, engine, threads, jobs, out, json } = flags;
  const { engine: asked, ...options } = parseStudy(readSpecFile(file), language, (...arm) => readArmWord(...arm, dirname(file)));
  const own = typeof asked === 'string' ? { engine: asked } : { engine: asked?.id, threads: asked?.threads };
  // Flags that only say how it runs do not make another study: its folder is named after its file.
  const line = commandLine(['study', resolve(file)]);
  const command = growthFlags.reduce((at, flag) => withFlag(at, flag, flagIn(commandLine(argv), flag)), commandLine(['study', file]));
  const given = { ...defined(options), ...defined(own), ...defined({ resume, engine, threads, jobs }) };
  await runStudyHere((how) => study({ ...given, ...how, growth: growthOf(flags), command }), {
    folder: outputFolder(out, 'study', line),
    json,
    language,
    executor: executorOf(flags),
  });
}

/** More of the study that a folder holds, however it was begun. */
async function runFolder(given: string, flags: StudyFlags, { language, argv }: CliContext): Promise<void> {
  const folder = resolve(given);
  const own = (['out', 'engine', 'threads'] as const).find((name) => flags[name] !== undefined);
  if (own) throw new UserError('error.studyKeeps', { flag: `--${own}`, folder: given });
  const growth = growthOf(flags);
  const command = grownCommand(folder, growth, commandLine(argv));
  await runStudyHere((how) => growStudy(folder, { ...how, ...defined({ jobs: flags.jobs }), growth, command }), {
    folder,
    json: flags.json,
    language,
    executor: executorOf(flags),
  });
}

const growthFlags = ['--arms', '--lr', '--warmup', '--seeds'] as const;

/** The command that makes the whole study at once: the one that began it, with longer lists. */
function grownCommand(folder: string, growth: Growth, line: string): string {
  const { plan, command } = readStudyFile(folder);
  const { grid } = grow(plan, growth);
  const before = flagIn(command, '--arms') ?? (command.startsWith('normlab study ') ? '' : defaultArms.join(','));
  const whole: Readonly<Record<(typeof growthFlags)[number], string | undefined>> = {
    '--arms': growth.arms && [before, flagIn(line, '--arms')].filter((text) => text !== '').join(','),
    '--lr': growth.lr && grid.lr.join(','),
    '--warmup': growth.warmup && grid.warmup.join(','),
    '--seeds': growth.seeds?.toString(),
  };
  return growthFlags.reduce((at, flag) => withFlag(at, flag, whole[flag]), command);
}

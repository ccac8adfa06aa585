import { dirname, resolve } from 'node:path';
import { message } from '../../core/message/index.ts';
import { readSpecFile } from '../../spec/spec-file.node.ts';
import { readArmWord } from '../../study/arm-file.node.ts';
import { parseStudy } from '../../study/study-spec.ts';
import { commandLine } from '../command-line.ts';
import { declareExecutor, type ExecutorFlags, executorOf } from '../executor-flags.ts';
import { outputFolder } from '../outputs.ts';
import { declareMachine, declareOutput, defined, type SharedFlags } from '../shared-flags.ts';
import { runStudyHere } from '../study-run.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface StudyFlags extends SharedFlags, ExecutorFlags {
  readonly resume?: boolean;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<file>', message(language, 'cli.argument.study'));
    command.option('--resume', message(language, 'cli.flag.resumeStudy'));
    declareMachine(command, language);
    declareExecutor(command, language);
    declareOutput(command, language);
  },
  run: ([file], flags, context) => run(String(file), flags as StudyFlags, context),
};

async function run(file: string, flags: StudyFlags, { language }: CliContext): Promise<void> {
  const { resume, engine, threads, jobs, out, json } = flags;
  const { engine: asked, ...options } = parseStudy(readSpecFile(file), language, (...arm) => readArmWord(...arm, dirname(file)));
  const own = typeof asked === 'string' ? { engine: asked } : { engine: asked?.id, threads: asked?.threads };
  // Flags that only say how it runs do not make another study: its folder is named after its file.
  const line = commandLine(['study', resolve(file)]);
  await runStudyHere(
    { ...defined(options), ...defined(own), ...defined({ resume, engine, threads, jobs }), command: commandLine(['study', file]) },
    { folder: outputFolder(out, 'study', line), json, language, executor: executorOf(flags) },
  );
}

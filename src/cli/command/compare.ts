import { study } from '../../study/study.node.ts';
import { commandLine } from '../command-line.ts';
import { type CompareFlags, compareCall, declareCompare } from '../compare-flags.ts';
import { executorOf } from '../executor-flags.ts';
import { outputFolder } from '../outputs.ts';
import { runStudyHere } from '../study-run.ts';
import type { CliCommand, CliContext } from '../types.ts';

export const command: CliCommand = {
  declare: declareCompare,
  run: (_args, flags, context) => run(flags as CompareFlags, context),
};

async function run(flags: CompareFlags, { language, argv }: CliContext): Promise<void> {
  const line = commandLine(argv);
  const output = { folder: outputFolder(flags.out, 'compare', line), json: flags.json, language, executor: executorOf(flags) };
  await runStudyHere((how) => study({ ...compareCall(flags), ...how, command: line }), output);
}

import { Option } from 'commander';
import { message } from '../../core/message/index.ts';
import { frontierOf } from '../../study/frontier.node.ts';
import { type Equality, equalities, type FrontierShape } from '../../study/frontier.ts';
import { study } from '../../study/study.node.ts';
import { commandLine } from '../command-line.ts';
import { type CompareFlags, compareCall, declareCompare } from '../compare-flags.ts';
import { executorOf } from '../executor-flags.ts';
import { flagReaders, oneOf } from '../flags.ts';
import { outputFolder } from '../outputs.ts';
import { runStudyHere } from '../study-run.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface FrontierFlags extends CompareFlags {
  readonly depths?: readonly number[];
  readonly equal?: Equality;
}

const defaultDepths = [2, 4, 8, 16];

export const command: CliCommand = {
  declare: (command, language) => {
    command
      .option('--depths <list>', message(language, 'cli.flag.frontierDepths'), flagReaders(language).counts('--depths'))
      .addOption(new Option('--equal <what>', message(language, 'cli.flag.equal')).argParser(oneOf('--equal', equalities)));
    declareCompare(command, language);
  },
  run: (_args, flags, context) => run(flags as FrontierFlags, context),
};

async function run(flags: FrontierFlags, { language, argv }: CliContext): Promise<void> {
  const line = commandLine(argv);
  const { depths = defaultDepths, equal = 'parameters' } = flags;
  const { call, shapes } = await frontierOf(compareCall(flags), depths, equal);
  for (const shape of shapes) console.error(message(language, 'cli.frontier.shape', shapeValues(shape)));
  const output = { folder: outputFolder(flags.out, 'frontier', line), json: flags.json, language, executor: executorOf(flags) };
  await runStudyHere((how) => study({ ...call, ...how, command: line }), output);
}

const shapeValues = ({ depth, width, hidden, cost }: FrontierShape) => ({
  depth: String(depth),
  width: String(width),
  hidden: String(hidden),
  parameters: cost.parameters,
  flops: cost.flopsPerToken,
});

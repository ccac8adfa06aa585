import type { Command } from 'commander';
import type { CheckResult } from '../../conformance/api.node.ts';
import { checkKit, type ExportOptions, exportKit } from '../../conformance/api.node.ts';
import { FailureError, nounValues, UserError, unknownWord } from '../../core/errors.ts';
import { type Language, message } from '../../core/message/index.ts';
import { engines } from '../../engine/index.node.ts';
import type { RunInput } from '../../spec/schema.ts';
import { readSpecFile } from '../../spec/spec-file.node.ts';
import { type Arm, armModel } from '../../study/arm.ts';
import { readArmWord } from '../../study/arm-file.node.ts';
import { flagReaders } from '../flags.ts';
import { declareJson, putJson } from '../json-flag.ts';
import { declareFlags, declareLanguage, defined, modelFlags, modelOf, type SharedFlags } from '../shared-flags.ts';
import { table } from '../table.ts';
import type { CliCommand, CliContext } from '../types.ts';

interface ConformanceFlags extends SharedFlags {
  readonly placement?: Arm;
  readonly spec?: string;
  readonly seed?: number;
  readonly tolerance?: number;
}

export const command: CliCommand = {
  declare: (command, language) => {
    command.argument('<action>', message(language, 'cli.argument.conformance')).argument('<folder>', message(language, 'cli.argument.kit'));
    declareKit(command, language);
    declareFlags(command, language, modelFlags);
    declareLanguage(command, language);
  },
  run: ([action, folder], flags, context) => run(String(action), String(folder), flags as ConformanceFlags, context),
};

function declareKit(command: Command, language: Language): void {
  const read = flagReaders(language);
  const say = (key: Parameters<typeof message>[1], values = {}) => message(language, key, values);
  command
    .option('--placement <id>', say('cli.flag.placement'), (given) => readArmWord(given, language, '--placement'))
    .option('--spec <file>', say('cli.flag.kitSpec'));
  declareFlags(command, language, ['depth', 'width', 'batch', 'steps', 'optimizer', 'engine'], {
    steps: 'cli.flag.kitSteps',
    engine: 'cli.flag.kitEngine',
  });
  command
    .option('--seed <n>', say('cli.flag.seed'), read.count('--seed', 0))
    .option('--tolerance <x>', say('cli.flag.tolerance'), read.positive('--tolerance'));
  declareJson(command, language);
}

type Action = (folder: string, flags: ConformanceFlags, context: CliContext) => Promise<void>;

const actions: Readonly<Record<string, Action>> = { export: exportTo, check };

async function run(name: string, folder: string, flags: ConformanceFlags, context: CliContext): Promise<void> {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new UserError('error.unknownId', { ...nounValues('conformance action'), ...unknownWord(name, Object.keys(actions)) });
  await action(folder, flags, context);
}

const openEngine = (flags: ConformanceFlags) => engines.get(flags.engine ?? 'reference').open({ threads: 1 });

async function exportTo(folder: string, flags: ConformanceFlags, { language }: CliContext): Promise<void> {
  const spec = await exportKit(folder, await openEngine(flags), exportOptions(flags));
  if (!putJson(flags.json, () => spec, language)) return;
  const { model, steps } = spec;
  console.log(
    message(language, 'cli.conformance.written', { folder, placement: model.placement.id, normalizer: model.normalizer.id, steps }),
  );
  console.log(message(language, 'cli.conformance.use', { folder }));
}

/** A spec file first, flags above it. */
function exportOptions({ spec: file, placement, depth, width, batch, steps, optimizer, seed, ...flags }: ConformanceFlags): ExportOptions {
  const spec = (file === undefined ? {} : readSpecFile(file)) as Partial<RunInput> | null;
  const fields = { ...spec?.model, ...defined({ nLayers: depth, dModel: width }), ...modelOf(flags) } as ExportOptions['model'];
  const model = placement === undefined ? fields : armModel(fields, placement);
  if (model.placement === undefined && model.preset === undefined) throw new UserError('error.kitPlacement');
  return {
    model,
    ...defined({
      batchSize: batch ?? spec?.batchSize,
      steps: steps ?? 1,
      optimizer: optimizer ?? spec?.optimizer,
      clip: spec?.clip,
      seed,
    }),
  } as ExportOptions;
}

/** What engines of single precision and the judge in double precision may differ by. */
const tolerances: Readonly<Record<string, number>> = { reference: 1e-9 };
const singlePrecision = 1e-4;

async function check(folder: string, flags: ConformanceFlags, { language }: CliContext): Promise<void> {
  const tolerance = flags.tolerance ?? tolerances[flags.engine ?? 'reference'] ?? singlePrecision;
  const shownTolerance = tolerance.toExponential(0);
  const result = await checkKit(folder, await openEngine(flags), tolerance);
  const told = putJson(flags.json, () => summary(result), language);
  if (told) console.log([worst(result, language), ...(result.passed ? [] : fault(result, language))].join('\n\n'));
  if (!result.passed)
    throw new FailureError('error.kitDiffers', { folder, what: result.differences[0]?.what ?? '', tolerance: shownTolerance });
  if (told) console.log(message(language, 'cli.conformance.passed', { n: result.differences.length, tolerance: shownTolerance }));
}

const summary = ({ spec, ...result }: CheckResult): object => ({
  placement: spec.model.placement.id,
  normalizer: spec.model.normalizer.id,
  ...result,
});

const shown = 5;

const worst = ({ differences }: CheckResult, language: Language): string =>
  table(
    [message(language, 'cli.conformance.what'), message(language, 'cli.conformance.error')],
    differences.slice(0, shown).map(({ what, error }) => [what, error.toExponential(1)]),
  );

/** Differences by depth, where they begin, and what they fit. */
function fault({ first, byDepth, fits, fitsEps }: CheckResult, language: Language): string[] {
  const shownError = (error?: number) => (error === undefined ? '—' : error.toExponential(1));
  const [place, activations, gradients] = (['place', 'activations', 'gradients'] as const).map((column) =>
    message(language, `cli.conformance.${column}`),
  ) as [string, string, string];
  const rows = byDepth.map((row) => [row.place, shownError(row.activations), shownError(row.gradients)]);
  const found = first && { what: first.what, error: shownError(first.error), before: first.before ?? 'none' };
  return [
    table([place, activations, gradients], rows),
    [
      ...(found ? [message(language, 'cli.conformance.first', found)] : []),
      ...fits.map((change) => message(language, 'cli.conformance.fits', { change })),
      ...(fitsEps === undefined ? [] : [message(language, 'cli.conformance.fitsEps', { eps: fitsEps.toExponential(1) })]),
    ].join('\n'),
  ].filter((part) => part !== '');
}

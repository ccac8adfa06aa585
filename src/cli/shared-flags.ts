/** Flags that several commands have, declared once. */
import { type Command, Option } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import { engines } from '../engine/index.node.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import type { RunInput } from '../spec/schema.ts';
import { flagReaders } from './flags.ts';
import { checkLanguage } from './language.ts';

export interface SharedFlags {
  readonly arms?: string[];
  readonly heads?: number;
  readonly ff?: number;
  readonly context?: number;
  readonly normalizer?: string;
  readonly init?: string;
  readonly engine?: string;
  readonly threads?: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly json?: string;
  readonly lang?: string;
}

export function declareArms(command: Command, language: Language): void {
  command.option('--arms <ids>', message(language, 'cli.flag.arms', { choices: placements.ids.join(', ') }), flagReaders(language).ids());
}

export function declareModel(command: Command, language: Language): void {
  const read = flagReaders(language);
  command
    .option('--heads <n>', message(language, 'cli.flag.heads'), read.count('--heads'))
    .option('--ff <n>', message(language, 'cli.flag.ff'), read.count('--ff'))
    .option('--context <n>', message(language, 'cli.flag.context'), read.count('--context'))
    .option(
      '--normalizer <id>',
      message(language, 'cli.flag.normalizer', { choices: normalizers.ids.join(', ') }),
      (id) => normalizers.get(id).id,
    )
    .option('--init <id>', message(language, 'cli.flag.init', { choices: inits.ids.join(', ') }), (id) => inits.get(id).id);
}

export function declareMachine(command: Command, language: Language): void {
  const read = flagReaders(language);
  command
    .option('--engine <id>', message(language, 'cli.flag.engine', { choices: engines.ids.join(', ') }), (id) => engines.get(id).id)
    .option('--threads <n>', message(language, 'cli.flag.threads'), read.count('--threads'))
    .option('--jobs <n>', message(language, 'cli.flag.jobs'), read.count('--jobs'));
}

export function declareOutput(command: Command, language: Language): void {
  command.option('--out <folder>', message(language, 'cli.flag.out')).option('--json <file>', message(language, 'cli.flag.json'));
  declareLanguage(command, language);
}

export function declareLanguage(command: Command, language: Language): void {
  command.addOption(new Option('--lang <en|zh>', message(language, 'cli.flag.lang')).argParser(checkLanguage));
}

/** The model fields that the flags set. */
export const modelOf = ({ heads, ff, context, normalizer, init }: SharedFlags): Partial<RunInput['model']> =>
  defined({ nHeads: heads, dFf: ff, seqLen: context, normalizer, init });

export const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

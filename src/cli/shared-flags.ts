/** Flags that several commands have, declared once. */
import { type Command, Option } from 'commander';
import { type Language, message } from '../core/message/index.ts';
import { engines } from '../engine/index.node.ts';
import { activations } from '../model/activation/index.ts';
import { architectures } from '../model/architecture/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import type { RunInput } from '../spec/schema.ts';
import type { ArmInput } from '../study/arm.ts';
import { readArmWord } from '../study/arm-file.node.ts';
import { asMember } from '../study/arm-text.ts';
import { type Choice, readChoice } from '../study/choice-text.ts';
import { flagReaders } from './flags.ts';
import { declareJson, type JsonFlag } from './json-flag.ts';
import { checkLanguage } from './language.ts';

export interface SharedFlags extends JsonFlag {
  readonly arms?: readonly ArmInput[];
  readonly heads?: number;
  readonly ff?: number;
  readonly context?: number;
  readonly normalizer?: Choice;
  readonly attentionNorm?: Choice;
  readonly init?: Choice;
  readonly position?: string;
  readonly activation?: string;
  readonly kvHeads?: number;
  readonly encoderDepth?: number;
  readonly architecture?: string;
  readonly engine?: string;
  readonly threads?: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly lang?: string;
}

export function declareArms(command: Command, language: Language, about: 'cli.flag.arms' | 'cli.flag.growArms' = 'cli.flag.arms'): void {
  command.option(
    '--arms <list>',
    message(language, about, {
      choices: placements.members
        .filter(({ written }) => !written)
        .map(({ id }) => id)
        .join(', '),
    }),
    (given) =>
      flagReaders(language)
        .ids()(given)
        .map((arm) => readArmWord(arm, language)),
  );
}

/** Members with options: id:option=value. */
const choiceFlags = [
  { flag: '--normalizer', key: 'cli.flag.normalizer', family: normalizers },
  { flag: '--attention-norm', key: 'cli.flag.attentionNorm', family: attentionNorms },
  { flag: '--init', key: 'cli.flag.init', family: inits },
] as const;

const idFlags = [
  { flag: '--position', key: 'cli.flag.position', family: positions },
  { flag: '--activation', key: 'cli.flag.activation', family: activations },
  { flag: '--architecture', key: 'cli.flag.architecture', family: architectures },
] as const;

export function declareModel(command: Command, language: Language): void {
  const read = flagReaders(language);
  command
    .option('--heads <n>', message(language, 'cli.flag.heads'), read.count('--heads'))
    .option('--ff <n>', message(language, 'cli.flag.ff'), read.count('--ff'))
    .option('--context <n>', message(language, 'cli.flag.context'), read.count('--context'))
    .option('--kv-heads <n>', message(language, 'cli.flag.kvHeads'), read.count('--kv-heads'))
    .option('--encoder-depth <n>', message(language, 'cli.flag.encoderDepth'), read.count('--encoder-depth'));
  for (const { flag, key, family } of choiceFlags) {
    command.option(`${flag} <id>`, message(language, key, { choices: family.ids.join(', ') }), (given) =>
      readChoice(family, flag, given, language),
    );
  }
  for (const { flag, key, family } of idFlags) {
    command.option(`${flag} <id>`, message(language, key, { choices: family.ids.join(', ') }), (given) => family.get(given).id);
  }
}

export function declareMachine(command: Command, language: Language): void {
  const read = flagReaders(language);
  command
    .option('--engine <id>', message(language, 'cli.flag.engine', { choices: engines.ids.join(', ') }), (id) => engines.get(id).id)
    .option('--threads <n>', message(language, 'cli.flag.threads'), read.count('--threads'))
    .option('--jobs <n>', message(language, 'cli.flag.jobs'), read.count('--jobs'));
}

export function declareOutput(command: Command, language: Language): void {
  command.option('--out <folder>', message(language, 'cli.flag.out'));
  declareJson(command, language);
  declareLanguage(command, language);
}

export function declareLanguage(command: Command, language: Language): void {
  command.addOption(new Option('--lang <en|zh>', message(language, 'cli.flag.lang')).argParser(checkLanguage));
}

/** The model fields that the flags set. */
export const modelOf = ({
  heads,
  kvHeads,
  ff,
  context,
  encoderDepth,
  normalizer,
  attentionNorm,
  init,
  ...rest
}: SharedFlags): Partial<RunInput['model']> =>
  defined({
    nHeads: heads,
    nKvHeads: kvHeads,
    dFf: ff,
    seqLen: context,
    nEncoderLayers: encoderDepth,
    normalizer: normalizer && asMember(normalizer),
    attentionNorm: attentionNorm && asMember(attentionNorm),
    init: init && asMember(init),
    position: rest.position,
    activation: rest.activation,
    architecture: rest.architecture,
  }) as Partial<RunInput['model']>;

export const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

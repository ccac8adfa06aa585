/** Flags that several commands have: spelled, read and told in one place. A command may say what one means there. */
import { type Command, Option } from 'commander';
import { type Language, type MessageKey, message } from '../core/message/index.ts';
import { engines } from '../engine/index.node.ts';
import { activations } from '../model/activation/index.ts';
import { architectures } from '../model/architecture/index.ts';
import { attentionNorms } from '../model/attention-norm/index.ts';
import { inits } from '../model/init/index.ts';
import { normalizers } from '../model/normalizer/index.ts';
import { placements } from '../model/placement/index.ts';
import { positions } from '../model/position/index.ts';
import { optimizers } from '../optim/optimizer/index.ts';
import type { RunInput } from '../spec/schema.ts';
import type { ArmInput } from '../study/arm.ts';
import { readArmWord } from '../study/arm-file.node.ts';
import { asMember } from '../study/arm-text.ts';
import { type Choice, readChoice } from '../study/choice-text.ts';
import { type FlagReaders, flagReaders, type Reader } from './flags.ts';
import { declareJson, type JsonFlag } from './json-flag.ts';
import { checkLanguage } from './language.ts';

/** What the shared flags give, by their names without dashes. */
export interface SharedFlags extends JsonFlag {
  readonly arms?: readonly ArmInput[];
  readonly depth?: number;
  readonly width?: number;
  readonly batch?: number;
  readonly steps?: number;
  readonly lr?: number[];
  readonly warmup?: number[];
  readonly seeds?: number;
  readonly optimizer?: string;
  readonly heads?: number;
  readonly ff?: number;
  readonly context?: number;
  readonly kvHeads?: number;
  readonly encoderDepth?: number;
  readonly normalizer?: Choice;
  readonly attentionNorm?: Choice;
  readonly init?: Choice;
  readonly position?: string;
  readonly activation?: string;
  readonly architecture?: string;
  readonly engine?: string;
  readonly threads?: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly lang?: string;
}

interface SharedFlag {
  /** What its value is called in the help. */
  readonly value: string;
  readonly about: MessageKey;
  /** What it may name. */
  readonly choices?: readonly string[];
  read(readers: FlagReaders, flag: string, language: Language): Reader<unknown>;
}

type MessageFlag = Extract<MessageKey, `cli.flag.${string}`>;
type Identified = { readonly ids: readonly string[]; get(id: string): { readonly id: string } };

const whole = (about: MessageFlag): SharedFlag => ({ value: 'n', about, read: (readers, flag) => readers.count(flag) });

/** A member by its id. */
const member = (about: MessageFlag, family: Identified): SharedFlag => ({
  value: 'id',
  about,
  choices: family.ids,
  read: () => (given) => family.get(given).id,
});

/** A member with options: id:option=value. */
const choice = (about: MessageFlag, family: Parameters<typeof readChoice>[0]): SharedFlag => ({
  value: 'id',
  about,
  choices: family.ids,
  read: (_readers, flag, language) => (given) => readChoice(family, flag, given, language),
});

const flags = {
  arms: {
    value: 'list',
    about: 'cli.flag.arms',
    choices: placements.members.filter(({ written }) => !written).map(({ id }) => id),
    read: (readers, flag, language) => (given) =>
      readers
        .ids()(given)
        .map((arm) => readArmWord(arm, language, flag)),
  },
  depth: whole('cli.flag.depth'),
  width: whole('cli.flag.width'),
  batch: whole('cli.flag.batch'),
  steps: whole('cli.flag.steps'),
  lr: { value: 'rates', about: 'cli.flag.lr', read: (readers, flag) => readers.positives(flag) },
  warmup: { value: 'steps', about: 'cli.flag.warmup', read: (readers, flag) => readers.counts(flag, 0) },
  seeds: whole('cli.flag.seeds'),
  optimizer: member('cli.flag.optimizer', optimizers),
  heads: whole('cli.flag.heads'),
  ff: whole('cli.flag.ff'),
  context: whole('cli.flag.context'),
  'kv-heads': whole('cli.flag.kvHeads'),
  'encoder-depth': whole('cli.flag.encoderDepth'),
  normalizer: choice('cli.flag.normalizer', normalizers),
  'attention-norm': choice('cli.flag.attentionNorm', attentionNorms),
  init: choice('cli.flag.init', inits),
  position: member('cli.flag.position', positions),
  activation: member('cli.flag.activation', activations),
  architecture: member('cli.flag.architecture', architectures),
  engine: member('cli.flag.engine', engines),
  threads: whole('cli.flag.threads'),
  jobs: whole('cli.flag.jobs'),
  out: { value: 'folder', about: 'cli.flag.out', read: () => (given) => given },
} as const satisfies Readonly<Record<string, SharedFlag>>;

export type FlagName = keyof typeof flags;

/** @param about what a flag means in this command, where that is not what it means in others. */
export function declareFlags(
  command: Command,
  language: Language,
  names: readonly FlagName[],
  about: Readonly<Partial<Record<FlagName, MessageFlag>>> = {},
): void {
  const readers = flagReaders(language);
  for (const name of names) {
    const { value, about: usual, choices = [], read }: SharedFlag = flags[name];
    const text = message(language, about[name] ?? usual, { choices: choices });
    command.option(`--${name} <${value}>`, text, read(readers, `--${name}`, language));
  }
}

/** Flags of the model, besides its depth and width. */
export const modelFlags: readonly FlagName[] = [
  'heads',
  'ff',
  'context',
  'kv-heads',
  'encoder-depth',
  'normalizer',
  'attention-norm',
  'init',
  'position',
  'activation',
  'architecture',
];

export const machineFlags: readonly FlagName[] = ['engine', 'threads', 'jobs'];

export function declareOutput(command: Command, language: Language): void {
  declareFlags(command, language, ['out']);
  declareJson(command, language);
  declareLanguage(command, language);
}

export function declareLanguage(command: Command, language: Language): void {
  command.addOption(new Option('--lang <en|zh>', message(language, 'cli.flag.lang')).argParser(checkLanguage));
}

/** The model fields that the flags set. */
export const modelOf = ({ heads, kvHeads, ff, context, encoderDepth, normalizer, attentionNorm, init, ...rest }: SharedFlags) =>
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

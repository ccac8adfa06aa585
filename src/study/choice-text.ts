/** A member of a family with options, as one word of the command line: id:option=value:option=value. */
import { UserError, unknownWord } from '../core/errors.ts';
import { type Language, message } from '../core/message/index.ts';
import type { ChoiceOption, FlagOption, NumberOption, OptionSpec, OptionSpecs, OptionValue } from '../core/options.ts';
import type { Family, Member } from '../core/registry.ts';

export interface Choice {
  readonly id: string;
  /** Only those that were given. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

type Optioned = Member & { readonly options: OptionSpecs };

/** @throws UserError that names the member, the option and what it takes. */
export function readChoice(family: Family<Optioned>, flag: string, given: string, language: Language): Choice {
  const [name = '', ...parts] = given.split(':').map((part) => part.trim());
  const { id, options: specs } = family.named(name);
  const readers: Readonly<Record<string, Reader>> = { ...mapped(specs), ...common[family.noun] };
  const where = `${flag} ${id}`;
  const options: Record<string, OptionValue> = {};
  for (const part of parts) {
    const [option, value] = cut(part);
    const reader = Object.hasOwn(readers, option) ? readers[option] : undefined;
    if (!reader) throw unknownOption(where, option, Object.keys(readers));
    if (Object.hasOwn(options, option)) throw new UserError('error.optionTwice', { flag: where, option });
    options[option] = reader.read(value) ?? refuse(`${where}:${option}`, value, reader.expected(language));
  }
  return { id, options };
}

/** Name and value. */
function cut(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}

function unknownOption(flag: string, option: string, names: readonly string[]): UserError {
  if (names.length === 0) return new UserError('error.noOptions', { flag, option });
  return new UserError('error.unknownOption', { flag, ...unknownWord(option, names) });
}

function refuse(flag: string, given: string, expected: string): never {
  throw new UserError('error.flagNumber', { flag, given, expected });
}

interface Kind<S extends OptionSpec> {
  /** Undefined for a value that does not fit. */
  read(spec: S, given: string): OptionValue | undefined;
  expected(spec: S, language: Language): string;
}

/** A flag may stand without a value. */
const flagValues = new Map([
  ['', true],
  ['true', true],
  ['false', false],
]);

const bound = (value: number): string => String(value).replace('-Infinity', '−∞').replace('Infinity', '∞');

const kinds: { readonly [K in OptionSpec['kind']]: Kind<Extract<OptionSpec, { kind: K }>> } = {
  number: {
    read: ({ integer, min = -Infinity, max = Infinity }: NumberOption, given) => {
      const value = given === '' ? Number.NaN : Number(given);
      return Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value)) ? value : undefined;
    },
    expected: ({ integer, min = -Infinity, max = Infinity }: NumberOption, language) =>
      message(language, integer ? 'expected.integerBetween' : 'expected.numberBetween', { low: bound(min), high: bound(max) }),
  },
  choice: {
    read: ({ choices }: ChoiceOption, given) => (choices.includes(given) ? given : undefined),
    expected: ({ choices }: ChoiceOption, language) => message(language, 'expected.oneOf', { choices: choices }),
  },
  flag: {
    read: (_spec: FlagOption, given) => flagValues.get(given),
    expected: (_spec, language) => message(language, 'expected.oneOf', { choices: 'true, false' }),
  },
};

/** Of one option. */
interface Reader {
  /** Undefined for a value that does not fit. */
  read(given: string): OptionValue | undefined;
  expected(language: Language): string;
}

function readerOf(spec: OptionSpec): Reader {
  const { read, expected } = kinds[spec.kind] as Kind<OptionSpec>;
  return { read: (given) => read(spec, given), expected: (language) => expected(spec, language) };
}

const mapped = (specs: OptionSpecs): Record<string, Reader> =>
  Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, readerOf(spec)]));

/** What a spec may say of every member of a family, besides the options it declares. */
const common: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  normalizer: {
    eps: {
      read: (given) => (Number(given) > 0 && Number.isFinite(Number(given)) ? Number(given) : undefined),
      expected: (language) => message(language, 'expected.positiveNumber'),
    },
  },
  initialisation: {
    embeddingStd: {
      read: (given) => (given === '' ? undefined : Number.isNaN(Number(given)) ? given : Number(given)),
      expected: (language) => message(language, 'expected.formula'),
    },
  },
};

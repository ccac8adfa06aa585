/** The options of a member, in the reader's language. */
import type { Language } from '../core/message/index.ts';
import type { OptionSpecs, OptionValue } from '../core/options.ts';

export interface AboutOption {
  readonly name: string;
  readonly default: OptionValue;
  /** The values it may take, when they are few. */
  readonly choices?: readonly string[];
  readonly about: string;
}

export const optionsOf = (options: OptionSpecs, language: Language): AboutOption[] =>
  Object.entries(options).map(([name, spec]) => ({
    name,
    default: spec.default,
    ...(spec.kind === 'choice' && { choices: spec.choices }),
    about: spec.about[language],
  }));

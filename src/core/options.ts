/** Options a member of a family declares as data: specs are checked against them, defaults come from them, docs list them. */
import type { Localized } from './message/index.ts';

interface Declared {
  readonly about: Localized;
  /** Declared when runs already had names: its default is not written down, so that they keep them. */
  readonly later?: boolean;
}

export interface NumberOption extends Declared {
  readonly kind: 'number';
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

export interface ChoiceOption<T extends string = string> extends Declared {
  readonly kind: 'choice';
  readonly default: T;
  readonly choices: readonly T[];
}

export interface FlagOption extends Declared {
  readonly kind: 'flag';
  readonly default: boolean;
}

export type OptionSpec = NumberOption | ChoiceOption | FlagOption;
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
export type OptionValue = number | string | boolean;

/** The values that specs stand for: a choice is one of its strings. */
export type OptionValues<S extends OptionSpecs> = {
  readonly [K in keyof S]: S[K] extends NumberOption
    ? number
    : S[K] extends FlagOption
      ? boolean
      : S[K] extends ChoiceOption<infer T>
        ? T
        : never;
};

type Bounds = Partial<Pick<NumberOption, 'min' | 'max' | 'integer'>>;

export const number = (value: number, about: Localized, bounds: Bounds = {}): NumberOption => ({
  kind: 'number',
  default: value,
  about,
  ...bounds,
});

export const choice = <const T extends string>(choices: readonly T[], value: NoInfer<T>, about: Localized): ChoiceOption<T> => ({
  kind: 'choice',
  default: value,
  choices,
  about,
});

/** The same option, declared later than runs were named. */
export const later = <S extends OptionSpec>(spec: S): S => ({ ...spec, later: true });

export const flag = (value: boolean, about: Localized): FlagOption => ({ kind: 'flag', default: value, about });

/** Every declared option with its given value, or its default; fields that are not declared are left out. */
export function optionValues<S extends OptionSpecs>(specs: S, given: Readonly<Record<string, unknown>>): OptionValues<S> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, given[name] ?? spec.default])) as OptionValues<S>;
}

/** What a run writes down of a member: what was given, and every declared option but later ones at their default. */
export function writtenValues<G extends Readonly<Record<string, unknown>>>(specs: OptionSpecs, given: G): G {
  const all = Object.entries({ ...given, ...optionValues(specs, given) });
  return Object.fromEntries(all.filter(([name, value]) => !(specs[name]?.later && value === specs[name].default))) as unknown as G;
}

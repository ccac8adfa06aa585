/** What is tried of one arm: a learning rate, a warm-up, and any further fields of the spec. */
import type { RunInput } from '../spec/schema.ts';

/** Path in the spec -> value: `{ 'model.nLayers': 8 }`. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Setting {
  readonly lr: number;
  /** Warm-up steps. */
  readonly warmup: number;
  readonly fields: Fields;
}

/** Values that are tried, one list for each field; every combination is a setting. */
export interface Axes {
  readonly lr: readonly number[];
  readonly warmup: readonly number[];
  /** Path in the spec -> values; none when left out. */
  readonly fields?: Readonly<Record<string, readonly unknown[]>>;
}

/** Every combination, learning rates outermost. */
export const settingsOf = ({ lr, warmup, fields = {} }: Axes): Setting[] =>
  lr.flatMap((rate) => warmup.flatMap((steps) => combinations(fields).map((chosen) => ({ lr: rate, warmup: steps, fields: chosen }))));

/** `{ a: [1, 2], b: [3] }` -> `{ a: 1, b: 3 }`, `{ a: 2, b: 3 }`. */
export function combinations(fields: Readonly<Record<string, readonly unknown[]>>): Fields[] {
  return Object.entries(fields).reduce<Fields[]>(
    (made, [path, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [path]: value }))),
    [{}],
  );
}

/** Two settings with the same key are the same setting. */
export const settingKey = ({ lr, warmup, fields }: Setting): string => JSON.stringify([lr, warmup, fields]);

/** Names people use for fields that lie deeper. */
const aliases: Readonly<Record<string, string>> = {
  lr: 'optimizer.lr',
  warmup: 'schedule.warmupSteps',
  depth: 'model.nLayers',
  hidden: 'model.dFf',
  width: 'model.dModel',
  heads: 'model.nHeads',
  context: 'model.seqLen',
  normalizer: 'model.normalizer',
  init: 'model.init',
  batch: 'batchSize',
};

export const fieldAliases: readonly string[] = Object.keys(aliases);

export const fieldPath = (name: string): string => (Object.hasOwn(aliases, name) ? (aliases[name] as string) : name);

/** The short name of a field, for tables and titles: its alias, or the last words of its path. */
export const fieldName = (path: string): string =>
  Object.keys(aliases).find((alias) => aliases[alias] === path) ?? path.replace(/^model\./, '').replace(/\.id$/, '');

/** A copy of a spec with fields set by their paths; a member written as its id alone becomes an object first. */
export function withFields<T extends Partial<RunInput>>(spec: T, fields: Fields): T {
  return Object.entries(fields).reduce((at, [path, value]) => withField(at, path.split('.'), value) as T, spec);
}

function withField(at: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  const object = typeof at === 'string' ? { id: at } : ((at as Record<string, unknown> | undefined) ?? {});
  return {
    ...object,
    [key as string]: rest.length === 0 ? value : withField((object as Record<string, unknown>)[key as string], rest, value),
  };
}

/** The list of runs as the reader wants it: filtered, sorted, seeds grouped, fields that differ as columns. Pure functions. */
import type { Num } from '../../../src/serve/dashboard/wire.ts';
import type { Run } from './listing.ts';

export interface Wanted {
  readonly text: string;
  readonly state: string;
  /** Id, `-` for runs without one, empty for all. */
  readonly study: string;
}

/** Words that must occur, `field=value` among them. */
export function fits(run: Run, { text, state, study }: Wanted): boolean {
  if (state !== '' && run.state !== state) return false;
  if (study !== '' && (run.study ?? '-') !== study) return false;
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => (word.includes('=') ? hasField(run, word) : occurs(run, word.toLowerCase())));
}

function hasField(run: Run, word: string): boolean {
  const at = word.indexOf('=');
  const [path, value] = [word.slice(0, at), word.slice(at + 1)];
  if (path === 'state') return run.state === value;
  return Object.entries(run.fields).some(
    ([name, field]) => (name === path || name.endsWith(`.${path}`) || shortName(name) === path) && field === value,
  );
}

/** All that a word may occur in: made once for each row, asked at every key. */
const texts = new WeakMap<Run, string>();

function occurs(run: Run, word: string): boolean {
  const text = texts.get(run) ?? [run.folder, ...Object.values(run.fields)].join('\n').toLowerCase();
  texts.set(run, text);
  return text.includes(word);
}

/** `model.placement.id` -> `placement`. */
export const shortName = (path: string): string => path.replace(/^model\./, '').replace(/\.id$/, '');

/** Paths in which the runs differ: those that are asked for first, then in order of appearance. */
export function differing(runs: readonly Run[]): string[] {
  const first = runs[0]?.fields ?? {};
  const differs = new Map<string, boolean>();
  for (const { fields } of runs) {
    for (const path in fields) if (differs.get(path) !== true) differs.set(path, fields[path] !== first[path]);
    for (const path in first) if (!Object.hasOwn(fields, path)) differs.set(path, true);
  }
  const rank = (path: string): number => (asked.includes(path) ? asked.indexOf(path) : asked.length);
  const found = [...differs].flatMap(([path, is]) => (is ? [path] : []));
  return found.sort((a, b) => rank(a) - rank(b));
}

/** What is asked of a run first. */
const asked: readonly string[] = [
  'model.preset',
  'model.placement.id',
  'model.normalizer.id',
  'optimizer.lr',
  'schedule.warmupSteps',
  'model.nLayers',
  'model.dModel',
  'seed',
  'task.id',
];

export interface Group {
  readonly key: string;
  readonly runs: readonly Run[];
}

/** Runs of one study that differ in their seed alone. */
export function grouped(runs: readonly Run[]): Group[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const { seed: _seed, ...rest } = run.fields;
    const key = JSON.stringify([run.study, rest]);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups].map(([key, members]) => ({ key, runs: members }));
}

/** Mean loss of the runs that finished; how many they are, and how many diverged. */
export function summary(
  runs: readonly Run[],
  of: 'loss' | 'evalLoss' = 'evalLoss',
): { readonly mean: number | null; readonly n: number; readonly diverged: number } {
  const losses = runs.flatMap(({ state, [of]: loss }) => (state === 'finished' && typeof loss === 'number' ? [loss] : []));
  const mean = losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return { mean, n: losses.length, diverged: runs.filter(({ state }) => state === 'diverged').length };
}

export interface Sort {
  /** `folder`, `state`, `steps`, `loss`, `evalLoss`, or the path of a field. */
  readonly by: string;
  readonly down: boolean;
}

type Key = string | number | null;

const numberOf = (value: Num | null): Key => (value === null ? null : Number(value));

const lossOf = (runs: readonly Run[], of: 'loss' | 'evalLoss'): Key =>
  runs.length === 1 ? numberOf(runs[0]?.[of] ?? null) : summary(runs, of).mean;

const own: Readonly<Record<string, (runs: readonly Run[]) => Key>> = {
  folder: ([run]) => run?.folder ?? '',
  state: ([run]) => run?.state ?? '',
  steps: (runs) => Math.max(...runs.map(({ steps }) => steps ?? 0)),
  loss: (runs) => lossOf(runs, 'loss'),
  evalLoss: (runs) => lossOf(runs, 'evalLoss'),
};

const keyOf = ({ runs }: Group, by: string): Key => {
  const known = Object.hasOwn(own, by) ? own[by] : undefined;
  if (known) return known(runs);
  const value = runs[0]?.fields[by];
  if (value === undefined) return null;
  return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
};

/** A sorted copy; what has no value comes last either way. */
export function sorted(groups: readonly Group[], { by, down }: Sort): Group[] {
  const keyed = groups.map((group) => ({ group, key: keyOf(group, by) }));
  const sign = down ? -1 : 1;
  return keyed.sort((a, b) => last(a.key) - last(b.key) || sign * compare(a.key, b.key)).map(({ group }) => group);
}

const last = (key: Key): number => (key === null || Number.isNaN(key) ? 1 : 0);
const compare = (a: Key, b: Key): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b || 0 : new Intl.Collator('en', { numeric: true }).compare(String(a), String(b));

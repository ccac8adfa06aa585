/** Runs as columns: how each ended, then every field of its spec, under names that are plain words. */
import { canonicalJson } from '../core/json.ts';
import type { ExportedRun } from './types.ts';

export type CellType = 'text' | 'integer' | 'number' | 'truth';
export type Cell = string | number | boolean | null;

export interface Column {
  readonly name: string;
  readonly type: CellType;
  readonly values: readonly Cell[];
}

/** The columns that every table of runs has. */
const outcome: readonly { readonly name: string; readonly type: CellType; of(run: ExportedRun): Cell }[] = [
  { name: 'id', type: 'text', of: ({ id }) => id },
  { name: 'folder', type: 'text', of: ({ folder }) => folder },
  { name: 'stage', type: 'text', of: ({ stage }) => stage },
  { name: 'placement', type: 'text', of: ({ fields }) => (fields['model.placement.id'] as string | undefined) ?? null },
  { name: 'state', type: 'text', of: ({ state }) => state },
  { name: 'eval_loss', type: 'number', of: ({ evalLoss }) => evalLoss },
  { name: 'steps', type: 'integer', of: ({ steps }) => steps },
  { name: 'reason', type: 'text', of: ({ reason }) => reason },
  { name: 'reason_step', type: 'integer', of: ({ reasonStep }) => reasonStep },
];

/** One row a run, in their order. Fields that a run lacks are null; lists are JSON. */
export function runsTable(runs: readonly ExportedRun[]): Column[] {
  const paths = [...new Set(runs.flatMap(({ fields }) => Object.keys(fields)))].sort();
  const names = new Set(outcome.map(({ name }) => name));
  return [
    ...outcome.map(({ name, type, of }) => ({ name, type, values: runs.map(of) })),
    ...paths.map((path) => fieldColumn(freeName(path, names), runs, path)),
  ];
}

/** `model.placement.id` -> `model_placement_id`; a name that is taken, in whatever case, gets `spec_` before it. */
function freeName(path: string, taken: Set<string>): string {
  let name = path.replace(/[^\p{L}\p{N}]+/gu, '_');
  while (taken.has(name.toLowerCase())) name = `spec_${name}`;
  taken.add(name.toLowerCase());
  return name;
}

function fieldColumn(name: string, runs: readonly ExportedRun[], path: string): Column {
  const values = runs.map(({ fields }) => cellOf(fields[path]));
  const type = typeOf(values.filter((value) => value !== null));
  return { name, type, values: type === 'text' ? values.map((value) => (value === null ? null : String(value))) : values };
}

/** Lists as JSON; what there is not as null. */
export const cellOf = (value: unknown): Cell =>
  value === undefined || value === null ? null : typeof value === 'object' ? canonicalJson(value) : (value as Cell);

/** The narrowest type that holds all values. */
function typeOf(values: readonly Cell[]): CellType {
  const all = (holds: (value: Cell) => boolean): boolean => values.length > 0 && values.every(holds);
  if (all((value) => typeof value === 'boolean')) return 'truth';
  if (all((value) => Number.isSafeInteger(value))) return 'integer';
  if (all((value) => typeof value === 'number')) return 'number';
  return 'text';
}

/** All runs below a folder, and what tells them apart. */
import { type Dirent, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import { type FoundRun, findRun } from './run-folder.node.ts';

/** Deep enough for studies in folders of studies. */
const maxDepth = 6;

/** Runs in the order of their folders. @throws UserError when there is no such folder. */
export function listRuns(root: string): FoundRun[] {
  const found: FoundRun[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = entriesOf(folder, depth === 0);
    if (entries.some((entry) => entry.name === 'run.json')) found.push(findRun(folder));
    if (depth === maxDepth) return;
    for (const entry of entries) {
      // Links are not followed: a folder that contains itself would never end.
      if (entry.isDirectory() && entry.name !== 'checkpoints') visit(join(folder, entry.name), depth + 1);
    }
  };
  visit(root, 0);
  return found;
}

function entriesOf(folder: string, asked: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (asked) throw new UserError('error.noRuns', { folder, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
    return [];
  }
}

/** A run as one row: its place, how it stands, and every field of its spec by its path. */
export interface RunRow {
  readonly folder: string;
  readonly state: string;
  readonly id: string;
  /** `model.placement.id` -> "pre". */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly evalLoss: number | string | null;
  readonly steps: number | null;
  readonly reason: string | null;
}

export function runRow(root: string, { folder, state, file }: FoundRun): RunRow {
  const { evalLoss = null, steps = null, message = null } = (file ?? {}) as Record<string, unknown>;
  return {
    folder: relative(root, folder) || '.',
    state,
    id: file?.id ?? '',
    fields: flatten(file?.run ?? {}),
    evalLoss: evalLoss as RunRow['evalLoss'],
    steps: steps as number | null,
    reason: message as string | null,
  };
}

function flatten(value: object, prefix = ''): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, child]) =>
      child !== null && typeof child === 'object' && !Array.isArray(child)
        ? flatten(child as object, `${prefix}${key}.`)
        : { [`${prefix}${key}`]: child },
    ),
  ) as Record<string, unknown>;
}

/** Paths of the fields in which the runs differ, in order of first appearance. */
export function differingFields(rows: readonly RunRow[]): string[] {
  const paths = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  return paths.filter((path) => new Set(rows.map(({ fields }) => canonicalJson(fields[path] ?? null))).size > 1);
}

/** A run's folder as a row, made again when its files have changed. */
import { join } from 'node:path';
import { isLocked } from '../../store/lock.node.ts';
import { eventsFile, runFile } from '../../store/run-folder.node.ts';
import { lastWords } from './last-words.node.ts';
import { limits } from './limits.ts';
import { readFile, statFile } from './regular-file.node.ts';
import { fieldsOf, num, shown, shownOrNull, wholeOrNull } from './shown.ts';
import type { Found } from './tree.node.ts';
import type { Divergence, Fields, RunRow } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export interface RunEntry {
  readonly path: string;
  readonly row: RunRow;
  readonly fields: Fields;
  /** Of the files it was made of. */
  readonly seal: string;
}

const ended: readonly string[] = ['finished', 'diverged', 'failed', 'interrupted'];
const isEnded = (state: string): boolean => ended.includes(state);

/** @returns `before` itself when nothing has changed. */
export function runEntry(found: Found, place: Pick<RunRow, 'id' | 'folder' | 'study'>, before?: RunEntry): RunEntry {
  const head = statFile(runFile(found.path));
  const seal = `${head?.ino}/${head?.size}/${head?.mtimeMs}/${place.study}`;
  const same = before !== undefined && before.seal === seal;
  // Who has ended does not go on without a new run.json.
  if (same && isEnded(before.row.state)) return before;
  const events = statFile(eventsFile(found.path));
  const state = same && before.row.bytes === events?.size ? before : undefined;
  const locked = found.files.has('lock') && isLocked(found.path);
  if (state && locked === (state.row.state === 'running')) return state;
  return { path: found.path, seal, ...read(found.path, place, locked, events?.size ?? 0) };
}

function read(
  path: string,
  place: Pick<RunRow, 'id' | 'folder' | 'study'>,
  locked: boolean,
  bytes: number,
): Pick<RunEntry, 'row' | 'fields'> {
  const file = readJson(join(path, 'run.json')) ?? {};
  const spec = (file.run ?? {}) as Json;
  const status = String(file.status);
  const state = (
    isEnded(status) ? status : file.id === undefined ? (locked ? 'running' : 'pending') : locked ? 'running' : 'stale'
  ) as RunRow['state'];
  const last = lastWords(eventsFile(path));
  return {
    fields: fieldsOf(spec),
    row: {
      ...place,
      state,
      steps: wholeOrNull(file.steps) ?? divergenceOf(file)?.step ?? (last ? last.step + 1 : null),
      total: wholeOrNull(spec.steps),
      loss: last?.loss ?? null,
      evalLoss: num(file.evalLoss),
      diverged: divergenceOf(file),
      reason: shownOrNull(file.message),
      seconds: typeof file.seconds === 'number' ? file.seconds : null,
      bytes,
    },
  };
}

function divergenceOf({ status, reason }: Json): Divergence | null {
  if (status !== 'diverged' || reason === null || typeof reason !== 'object') return null;
  const { key, step, value } = reason as Json;
  const at = wholeOrNull(step);
  return typeof key === 'string' && at !== null ? { key: shown(key), step: at, value: num(value) ?? 'NaN' } : null;
}

/** run.json as far as it is one; undefined when it cannot be read. */
export function readJson(path: string, most: number = limits.runFile): Json | undefined {
  try {
    const value: unknown = JSON.parse(readFile(path, most)?.toString() ?? '');
    return value !== null && typeof value === 'object' ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

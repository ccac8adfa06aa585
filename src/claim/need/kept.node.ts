/** What was measured, each piece a file named after what was asked, so that what is stopped goes on where it was. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../../core/hash.ts';
import { canonicalJson, fromJsonNumber, toJson } from '../../core/json.ts';
import { writeWhole } from '../../store/files.node.ts';
import type { Executor, Job } from '../../study/executor.ts';
import { version } from '../../study/version.node.ts';

export interface Kept<T> {
  /** What an earlier call kept; undefined too when its file is damaged, and is written again. */
  readonly before: T | undefined;
  keep(value: T): void;
}

/** @param asked all that decides what comes out, but the version. */
export function kept<T extends object>(folder: string, asked: object, whole: (value: T) => boolean): Kept<T> {
  const file = join(folder, 'measured', `${shortHash(canonicalJson({ ...asked, version }))}.json`);
  return { before: read(file, whole), keep: (value) => writeWhole(file, `${toJson(value)}\n`) };
}

function read<T extends object>(file: string, whole: (value: T) => boolean): T | undefined {
  try {
    const found = revived(JSON.parse(readFileSync(file, 'utf8'))) as T | null;
    return found !== null && whole(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

const words = new Set(['NaN', 'Infinity', '-Infinity']);

/** Numbers that JSON keeps as words, numbers again. */
function revived(value: unknown): unknown {
  if (typeof value === 'string') return words.has(value) ? fromJsonNumber(value) : value;
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, revived(child)]));
}

type SignalJob = Extract<Job, { kind: 'signal' }>;
type SignalEvent = Extract<Parameters<Parameters<Executor['execute']>[1]['event']>[1], { type: 'signal' }>;

/** The same executor over files: networks that were measured before are told again. */
export function keptSignals(inner: Executor, folder: string): Executor {
  const piece = ({ engine, signal }: SignalJob) => kept<SignalEvent>(folder, { engine, signal }, ({ type }) => type === 'signal');
  return {
    close: () => inner.close(),
    execute: (jobs, listener, stop) => {
      const open = jobs.filter((job) => {
        const before = job.kind === 'signal' ? piece(job).before : undefined;
        if (!before) return true;
        listener.event(job, before);
        listener.end(job, { type: 'ended' });
        return false;
      });
      const event: typeof listener.event = (job, told) => {
        if (job.kind === 'signal' && told.type === 'signal') piece(job).keep(told);
        listener.event(job, told);
      };
      return inner.execute(open, { event, end: (job, end) => listener.end(job, end) }, stop);
    },
  };
}

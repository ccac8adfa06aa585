/** Reading a run's folder: what state it is in, and what happened in it as far as that is whole. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash } from '../core/hash.ts';
import { fromJsonNumber } from '../core/json.ts';
import type { Run } from '../spec/run.ts';
import type { TrainEvent } from '../train/events.ts';
import { isLocked } from './lock.node.ts';

/** `stale`: it says that it runs, but nobody runs it. */
export type RunState = 'pending' | 'running' | 'finished' | 'diverged' | 'failed' | 'interrupted' | 'stale';

export interface RunFile {
  readonly id: string;
  readonly run: Run;
  readonly version: string;
  readonly status: string;
  /** Of events.jsonl, once the run has ended. */
  readonly events?: { readonly lines: number; readonly sha256: string };
  readonly [detail: string]: unknown;
}

export interface FoundRun {
  readonly folder: string;
  readonly state: RunState;
  readonly file?: RunFile;
}

const ended: readonly RunState[] = ['finished', 'diverged', 'failed', 'interrupted'];

export const eventsFile = (folder: string): string => join(folder, 'events.jsonl');
export const runFile = (folder: string): string => join(folder, 'run.json');

/** The state of a folder: of one that cannot be read, `pending`. */
export function findRun(folder: string): FoundRun {
  const file = readRunFile(folder);
  if (!file) return { folder, state: isLocked(folder) ? 'running' : 'pending' };
  const known = ended.find((state) => state === file.status);
  return { folder, file, state: known ?? (isLocked(folder) ? 'running' : 'stale') };
}

function readRunFile(folder: string): RunFile | undefined {
  try {
    const file: unknown = JSON.parse(readFileSync(runFile(folder), 'utf8'));
    const known = typeof file === 'object' && file !== null && 'id' in file && 'run' in file && 'status' in file;
    return known ? (file as RunFile) : undefined;
  } catch {
    return undefined;
  }
}

/** Whole lines of events.jsonl; a torn last line is left out. */
export function readEventLines(folder: string): string[] {
  if (!existsSync(eventsFile(folder))) return [];
  const text = readFileSync(eventsFile(folder), 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

export const parseEvent = (line: string): TrainEvent => revive(JSON.parse(line)) as TrainEvent;

/** What happened in a run that has ended; undefined when the file is not the one that was finished. */
export function readEndedEvents({ folder, file }: FoundRun): TrainEvent[] | undefined {
  const lines = readEventLines(folder);
  if (!file?.events || file.events.lines !== lines.length || file.events.sha256 !== hash(linesText(lines))) return undefined;
  try {
    return lines.map(parseEvent);
  } catch {
    return undefined;
  }
}

export const linesText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const nonFinite: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

/** Numbers that JSON cannot write come back from their words. */
function revive(value: unknown): unknown {
  if (nonFinite.includes(value)) return fromJsonNumber(value);
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, revive(child)]));
}

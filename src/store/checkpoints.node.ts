/** Checkpoints of a run: safetensors files, the last two, and checkpoint.json that names them with their checksums. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hash } from '../core/hash.ts';
import { fromJsonNumber, toJson } from '../core/json.ts';
import type { MonitorState } from '../train/divergence.ts';
import type { Snapshot } from '../train/snapshot.ts';
import { writeWhole } from './files.node.ts';
import { toSafetensors } from './safetensors.ts';
import { fromSafetensors } from './safetensors-read.ts';

const entrySchema = z.object({
  file: z.string().regex(/^step-\d+\.safetensors$/),
  sha256: z.string(),
  steps: z.int().min(1),
  /** Lines of events.jsonl that were on disk before it. */
  events: z.int().min(1),
  monitor: z.object({ start: z.union([z.number(), z.string()]).nullable(), above: z.int().min(0) }),
  evaluations: z.array(z.union([z.number(), z.string()])),
});
const indexSchema = z.object({ run: z.string(), checkpoints: z.array(entrySchema).max(8) });

type Entry = z.infer<typeof entrySchema>;

/** A checkpoint as it was read back: whole, or it is not given. */
export interface Restored extends Snapshot {
  readonly events: number;
}

const indexFile = (folder: string): string => join(folder, 'checkpoints', 'checkpoint.json');
/** The newest, and the one before it in case the newest is damaged. */
const kept = 2;

/** Writes a checkpoint beside the last one, then says so, then removes what is older. */
export function writeCheckpoint(folder: string, run: string, { steps, monitor, evaluations, tensors }: Snapshot, events: number): void {
  const bytes = toSafetensors(tensors, { run, steps: String(steps) });
  const file = `step-${String(steps).padStart(8, '0')}.safetensors`;
  writeWhole(join(folder, 'checkpoints', file), bytes);
  const before = readIndex(folder, run).filter((entry) => entry.steps < steps);
  const entry = { file, sha256: hash(bytes), steps, events, monitor: encode(monitor), evaluations: [...evaluations] };
  const checkpoints = [entry, ...before].slice(0, kept);
  writeWhole(indexFile(folder), `${toJson({ run, checkpoints }, 2)}\n`);
  for (const old of before.slice(kept - 1)) rmSync(join(folder, 'checkpoints', old.file), { force: true });
}

/** The newest checkpoint of this run whose bytes are those that were written. */
export function readCheckpoint(folder: string, run: string): Restored | undefined {
  for (const entry of readIndex(folder, run)) {
    const restored = restore(folder, entry);
    if (restored) return restored;
  }
  return undefined;
}

/** Forgets all checkpoints: the run has ended. */
export function removeCheckpoints(folder: string, run: string): void {
  for (const { file } of readIndex(folder, run)) rmSync(join(folder, 'checkpoints', file), { force: true });
  rmSync(indexFile(folder), { force: true });
}

function restore(folder: string, { file, sha256: expected, steps, events, monitor, evaluations }: Entry): Restored | undefined {
  const path = join(folder, 'checkpoints', file);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  if (hash(bytes) !== expected) return undefined;
  const tensors = [...fromSafetensors(bytes, path).values()];
  return {
    steps,
    events,
    monitor: { start: monitor.start === null ? null : fromJsonNumber(monitor.start), above: monitor.above },
    evaluations: evaluations.map(fromJsonNumber),
    tensors,
  };
}

const encode = ({ start, above }: MonitorState) => ({ start, above });

/** Newest first; nothing where there is no readable index of this run. */
function readIndex(folder: string, run: string): Entry[] {
  try {
    const parsed = indexSchema.parse(JSON.parse(readFileSync(indexFile(folder), 'utf8')));
    return parsed.run === run ? parsed.checkpoints : [];
  } catch {
    return [];
  }
}

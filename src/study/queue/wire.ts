/** What a study and its workers send each other through Redis. */
import { z } from 'zod';
import { fromJsonNumber, toJson } from '../../core/json.ts';
import type { Job, JobEvent } from '../executor.ts';

/** Bytes that lie in Redis in pieces. */
export const parcelSchema = z.object({
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  pieces: z.int().min(0),
});
export type Parcel = z.infer<typeof parcelSchema>;

export interface QueuedJob {
  /** The job in JSON, without its folder. */
  readonly job: string;
  /** What its task reads, in the order of the run. */
  readonly files: readonly Parcel[];
}

/** A file of a run's folder: no way out of it, nothing hidden. */
const runPath = z.string().regex(/^(?:\w[\w.-]*\/)*\w[\w.-]*$/);

export const resultSchema = z.object({
  end: z.enum(['ended', 'interrupted']),
  /** Every event, a line each. */
  events: parcelSchema.optional(),
  /** Of its folder; the last one says that the run has ended. */
  files: z.array(z.object({ path: runPath, parcel: parcelSchema })),
  /** Who made it: host, system and processor. */
  worker: z.object({ host: z.string(), machine: z.string() }),
});
export type QueuedResult = z.infer<typeof resultSchema>;

/** Events of a run, from the `from`-th on. */
export const bundleSchema = z.object({ from: z.int().min(0), lines: z.array(z.string()) });
export type Bundle = z.infer<typeof bundleSchema>;

export interface WorkerCard {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly machine: string;
  readonly cpu: string;
  readonly cores: number;
  readonly jobs: number;
  /** Engines that a study asked for, as this worker has them. */
  readonly engines: Readonly<Record<string, { readonly version: string; readonly device: string }>>;
}

export interface StudyCard {
  readonly id: string;
  readonly version: string;
  /** Engines that its runs ask for. */
  readonly engines: readonly string[];
}

export const packJob = (job: Job): string => toJson(job);
export const unpackJob = (text: string): Job => revived(text) as Job;

export const eventLine = (event: JobEvent): string => toJson(event);
export const readEvent = (line: string): JobEvent => revived(line) as JobEvent;

const words: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];
const revived = (text: string): unknown => JSON.parse(text, (_key, value) => (words.includes(value) ? fromJsonNumber(value) : value));

/** What an exporter gets and gives. */
import type { Member } from '../core/registry.ts';
import type { Metrics } from '../store/metrics.ts';

/** A run as it is handed to others. */
export interface ExportedRun {
  readonly id: string;
  /** Below the folder that was asked for. */
  readonly folder: string;
  /** `finished`, `diverged`, `interrupted`, `failed`, `running` or `stale`. */
  readonly state: string;
  /** `select` or `judge`, where the run belongs to a study; else null. */
  readonly stage: string | null;
  /** Validation loss at the end, nats. */
  readonly evalLoss: number | null;
  readonly steps: number | null;
  /** Why it diverged, as a word (`loss-not-finite`), or what it said when it failed. */
  readonly reason: string | null;
  /** Step at which it diverged. */
  readonly reasonStep: number | null;
  /** Every field of its spec by its path. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970: when it ended, as its file says, and how long before that it began. */
  readonly endedAt: number;
  readonly took: number;
  /** Stands for all that happened in it: SHA-256 of its events. */
  readonly fingerprint: string;
  /** Read when it is asked for: all runs' metrics together may be more than memory holds. */
  metrics(): Metrics;
}

export interface ExportRequest {
  readonly runs: readonly ExportedRun[];
  /** Folder or address. */
  readonly target: string;
  /** Name under which a server collects the runs. */
  readonly experiment: string;
  readonly signal: AbortSignal;
  /** Called when a run has been dealt with. */
  progress(done: number): void;
}

export interface Exported {
  /** Files written, or the address. */
  readonly places: readonly string[];
  /** Runs that are there now. */
  readonly runs: number;
  /** Those runs that were already there. */
  readonly before: number;
}

export interface Exporter extends Member {
  /** What `--out` names. */
  readonly target: 'folder' | 'address';
  /** When `signal` aborts it stops and leaves only what is whole. @throws UserError when the target cannot be used. */
  export(request: ExportRequest): Promise<Exported>;
}

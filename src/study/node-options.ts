import type { Language } from '../core/message/index.ts';

/** What every study takes that runs in worker processes. */
export interface NodeOptions {
  /** Engine id; the fastest that is installed when left out. */
  readonly engine?: string;
  /** Threads of each worker. */
  readonly threads?: number;
  /** Worker processes; one for each core when left out. */
  readonly jobs?: number;
  /** Stops the work; what has finished is kept and comes back. */
  readonly signal?: AbortSignal;
  /** Of titles, warnings, notes and reasons in the result; English when left out. */
  readonly language?: Language;
  /** Folders that the caller will write to: tried once everything fits, before any work. */
  readonly folders?: readonly string[];
  /** The command that repeats this, for the result. */
  readonly command?: string;
}

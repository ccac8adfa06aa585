/** A need that was measured, and what it took. */
import type { EngineDescription } from '../../study/types.ts';

export interface Measured {
  readonly result: unknown;
  readonly runs: number;
  readonly seconds: number;
  readonly engine: EngineDescription | null;
}

export interface MeasureOptions {
  /** Holds runs and whatever else is measured once. */
  readonly folder: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Engine id; the fastest that is installed when left out. */
  readonly engine?: string;
  /** Hears of work done, from 0 to 1, of one need. */
  readonly progress?: (share: number) => void;
}

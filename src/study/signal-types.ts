/** What `signal` measured at initialisation. */
import type { EngineDescription } from './types.ts';

export interface SignalTheory {
  /** Bounds of the stream's mean square, one per block; equal bounds are a line. */
  readonly streamEnergy?: { readonly low: readonly number[]; readonly high: readonly number[] };
  /** One per block. */
  readonly embeddingShare?: readonly number[];
  /** Exponent of the depth in the gradient norm of the last FFN. */
  readonly slope?: number;
}

export interface SignalDepth {
  readonly depth: number;
  readonly lastFfnGradNorm: { readonly mean: number; readonly low: number | null; readonly high: number | null };
  /** Mean square of the stream after each block. */
  readonly streamEnergy: readonly number[];
  readonly gradNormByLayer: readonly number[];
  /** Cosine of the stream after each block with the embedding. */
  readonly embeddingShare: readonly number[];
  readonly theory: SignalTheory;
}

export interface SignalArm {
  readonly id: string;
  readonly title: string;
  readonly equation: string;
  readonly diagram: string;
  /** Exponent of the depth in lastFfnGradNorm, fitted on log axes; null with fewer than two depths. */
  readonly slope: number | null;
  readonly depths: readonly SignalDepth[];
}

export interface SignalResult {
  readonly arms: readonly SignalArm[];
  readonly engine: EngineDescription;
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly version: string;
  readonly date: string;
}

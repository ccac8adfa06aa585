import type { EngineDescription } from '../engine/types.ts';
import type { DivergenceReason } from './divergence.ts';

/** What a run tells while it runs; it writes nothing itself. */
export type TrainEvent =
  | {
      readonly type: 'started';
      readonly engine: EngineDescription;
      readonly parameterCount: number;
      readonly labels: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly type: 'step'; readonly step: number; readonly loss: number; readonly lr: number; readonly gradientNorm: number }
  | { readonly type: 'measured'; readonly step: number; readonly series: Readonly<Record<string, readonly number[]>> }
  | { readonly type: 'evaluated'; readonly step: number; readonly loss: number }
  | { readonly type: 'diverged'; readonly reason: DivergenceReason }
  | { readonly type: 'finished'; readonly steps: number; readonly evalLoss: number; readonly stopped?: string }
  | { readonly type: 'interrupted'; readonly steps: number };

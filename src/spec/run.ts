/** A run with nothing left open: what is trained, recorded and hashed. */
import type { DataShape, ModelConfig } from '../model/types.ts';
import type { OptimizerConfig } from '../optim/optimizer/types.ts';
import type { ScheduleConfig } from '../optim/schedule/types.ts';
import type { StopRuleConfig } from '../optim/stop-rule/types.ts';
import type { TaskConfig } from '../task/types.ts';

export interface EngineChoice {
  readonly id: string;
  readonly threads: number;
}

export interface Run {
  /** All but what the task's data decides; see `withTask`. */
  readonly model: Omit<ModelConfig, keyof DataShape>;
  readonly task: TaskConfig;
  readonly optimizer: OptimizerConfig;
  readonly schedule: ScheduleConfig;
  /** Limit of the global gradient norm; null for no clipping. */
  readonly clip: number | null;
  readonly batchSize: number;
  readonly steps: number;
  readonly seed: number;
  /** `finalBatches` are read once, at the end; `batches` each time in between. */
  readonly evaluation: { readonly every: number; readonly batches: number; readonly finalBatches: number };
  readonly diagnostics: { readonly every: number; readonly series: readonly string[] };
  /** Rules that end a run before its last step, with all their options. */
  readonly stop: readonly StopRuleConfig[];
  /** Seconds between checkpoints, where files are written; changes no number. */
  readonly checkpointSeconds: number;
  readonly engine: EngineChoice;
}

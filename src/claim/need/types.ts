/** What a claim needs to be measured, as data: two claims with the same need share its result. */
import type { ArmInput } from '../../study/arm.ts';
import type { StudyOptions } from '../../study/options.ts';
import type { SignalSetting } from '../../study/signal.ts';
import type { SignalMeasurement } from '../../study/signal-job.ts';
import type { SignalOptions } from '../../study/signal-options.ts';

/** One forward and one backward pass at initialisation, arms × depths × seeds. */
export interface SignalNeed {
  readonly kind: 'signal';
  readonly arms: readonly ArmInput[];
  readonly depths: readonly number[];
  readonly setting: SignalSetting;
  /** Further fields of the model. */
  readonly model?: SignalOptions['model'];
  readonly width: number;
  readonly seeds: number;
  readonly batchSize: number;
}

/** Training. */
export interface StudyNeed {
  readonly kind: 'study';
  readonly options: StudyOptions;
}

/** Probes of models: as they begin, or as the judging runs of a study left them. */
export interface ProbeNeed {
  readonly kind: 'initial' | 'trained';
  /** Whose arms, sizes and judging seeds. */
  readonly study: StudyNeed;
  /** Arms as the study names them before they are varied; all when left out. */
  readonly arms?: readonly string[];
  readonly probes: readonly string[];
  /** Validation batches to ask on. */
  readonly batches: number;
}

export type Need = SignalNeed | StudyNeed | ProbeNeed;

export type SignalCell = SignalMeasurement;

/** What one model answered. */
export interface Answer {
  readonly arm: string;
  readonly at: number;
  readonly seed: number;
  /** Series id -> values. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

/** What a comparison knows when it ends. Everything the terminal, the report and the JSON show is read off these records. */

import type { ProtocolChoice } from './plan.ts';
import type { Fields } from './setting.ts';

export type Stage = 'select' | 'judge';
export type Status = 'finished' | 'diverged' | 'failed' | 'interrupted';
export type Verdict = 'better' | 'worse' | 'no difference shown';

/** A mean with its 95% interval; `low` and `high` are null when fewer than two runs stand behind it. */
export interface Estimate {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** Share of runs that did not diverge, with a 95% Wilson interval. */
export interface Survival {
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One curve: values over training steps. Non-finite values stay in it. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What was measured inside the network at one step: a number per place, places in order of depth. */
export interface Snapshot {
  readonly step: number;
  /** Series id -> one value per layer or per sublayer. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

/** Which run of a comparison it is. */
export interface RunPlan {
  readonly id: string;
  readonly arm: string;
  readonly stage: Stage;
  readonly seed: number;
  readonly lr: number;
  readonly warmup: number;
  /** Further fields that were tried, by path: `{ 'model.init': 'xavier' }`; of a shortened training also `steps`. */
  readonly fields: Fields;
}

export interface RunRecord extends RunPlan {
  readonly status: Status;
  /** Why it stopped early, for `diverged` and `failed`: "loss is NaN at step 31". */
  readonly reason?: string;
  /** Mean validation loss at the end, nats per token; null unless finished. */
  readonly evalLoss: number | null;
  /** Training loss at step 0: what a model that learned nothing scores. */
  readonly startLoss: number | null;
  /** Steps that ran. */
  readonly steps: number;
  readonly trainLoss: Curve;
  readonly validationLoss: Curve;
  readonly snapshots: readonly Snapshot[];
  readonly seconds: number;
}

/** Plain facts of an arm, read off its plan. */
export interface ArmDescription {
  readonly id: string;
  readonly title: string;
  /** "x ← LN(x + F(x))" */
  readonly equation: string;
  /** Block diagram as an SVG fragment made by chart/diagram. */
  readonly diagram: string;
  readonly parameters: number;
  readonly warnings: readonly string[];
}

export interface ArmResult extends ArmDescription {
  /** The choice made on the selection seeds; null when nothing could be chosen. */
  readonly lr: number | null;
  readonly warmup: number | null;
  /** The chosen values of whatever else was tried. */
  readonly fields: Fields;
  /** The arm as the study names it, before fields were varied. */
  readonly base: string;
  /** What the study varied to make this arm, by path. Arms are compared with each other at equal values only. */
  readonly varied: Fields;
  readonly runs: readonly RunRecord[];
  /** Over the judging runs that finished; `n` says how many. */
  readonly evalLoss: Estimate;
  readonly survival: Survival;
}

export interface PairResult {
  readonly a: string;
  readonly b: string;
  /** Mean over paired judging seeds of loss(a) - loss(b), nats; a diverged run counts at its starting loss. Negative: a is better. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided paired t test, Holm-corrected over all pairs. */
  readonly pValue: number | null;
  readonly verdict: Verdict;
  readonly n: number;
  /** When no difference is shown: about how many further seeds would show one of this size (80% power); null when not answerable. */
  readonly moreSeeds: number | null;
}

export interface EngineDescription {
  readonly id: string;
  readonly threads: number;
  readonly version: string;
  readonly device: string;
}

export interface StudyResult {
  readonly arms: readonly ArmResult[];
  readonly pairs: readonly PairResult[];
  readonly engine: EngineDescription;
  readonly command: string;
  readonly task: {
    readonly id: string;
    readonly title: string;
    readonly vocabSize: number;
    /** Nats per token of the validation split under bigram counts of the training split; null for tasks without one. */
    readonly bigramEntropy: number | null;
    /** ln(classes): the loss of a uniform guess. */
    readonly uniformEntropy: number;
    readonly notes: readonly string[];
  };
  /** All settings the arms share, as they stand in the spec. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly grid: {
    readonly lr: readonly number[];
    readonly warmup: readonly number[];
    /** Further fields that were tried, by path. */
    readonly fields: Readonly<Record<string, readonly unknown[]>>;
    readonly selectSeeds: readonly number[];
    readonly judgeSeeds: readonly number[];
  };
  /** How settings were chosen: `grid`, `successive-halving`, or `map`, which judges nothing. */
  readonly protocol: ProtocolChoice;
  /** Of the study, where people gave one. */
  readonly name: string | null;
  readonly interrupted: boolean;
  readonly seconds: number;
  readonly version: string;
  readonly date: string;
}

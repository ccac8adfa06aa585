/** What a comparison knows when it ends. Everything the terminal, the report and the JSON show is read off these records. */

import type { InterquartileMean, NoiseFloor, Summary, SurvivalPoint } from '../core/statistic/index.ts';
import type { Fields } from './setting.ts';

export type Stage = 'select' | 'judge';
export type Status = 'finished' | 'diverged' | 'failed' | 'interrupted';
export type Verdict = 'better' | 'worse' | 'no difference shown';

/** A protocol with its options. */
export interface ProtocolChoice {
  readonly id: string;
  readonly [option: string]: unknown;
}

/** A mean with its 95% interval; `low` and `high` are null when fewer than two runs stand behind it. */
export interface Estimate {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** Runs that the mean leaves out: diverged, failed, interrupted or never run. Unless it is 0, no mean is shown without it. */
  readonly leftOut: number;
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

/** One tried learning rate, at one warm-up and one choice of further fields. */
export interface RatePoint {
  readonly lr: number;
  /** Validation loss over the selection runs that finished. */
  readonly loss: Estimate;
  /** Selection runs that diverged, and those of which it is known how they ended. */
  readonly diverged: number;
  readonly told: number;
}

/** What the learning rate does to an arm, all else held still. */
export interface RateSweep {
  readonly warmup: number;
  /** Further fields that were tried; of shortened trainings also `steps`. */
  readonly fields: Fields;
  /** Whether the arm was judged with this warm-up and these fields. */
  readonly chosen: boolean;
  /** In order of learning rate. */
  readonly rates: readonly RatePoint[];
  /** Expected loss above the best over the range that was tried, nats; over selection seeds. */
  readonly sensitivity: Summary;
  /** The largest tried rate up to which no run diverged, judging runs included; null when already the smallest lost one. */
  readonly tolerated: number | null;
  /** The smallest rate that lost a run; null when none did. */
  readonly lost: number | null;
}

/** What the warm-up does at one learning rate; only where at least two were tried. */
export interface WarmupReading {
  readonly lr: number;
  readonly fields: Fields;
  /** Steps that were tried. */
  readonly tried: readonly number[];
  /** The shortest with which all runs survived; null when with none. */
  readonly shortest: number | null;
  /** Longer ones with which some diverged all the same. */
  readonly lapses: readonly number[];
}

/** What a learning rate that rises from 0 did to one run. */
export interface RampRun {
  readonly seed: number;
  /** At which it broke; null when it bore the whole ramp. */
  readonly rate: number | null;
  /** The highest at which it still held. */
  readonly highest: number | null;
  readonly step: number | null;
  readonly reason: 'loss-not-finite' | 'loss-rose' | 'diverged' | null;
  /** The least of its smoothed training loss before it broke. */
  readonly lowest: number | null;
}

/** The learning rates that broke an arm's runs; a run that bore the whole ramp counts at its top, where the truth is more. Null with no such run. */
export interface RampReading {
  /** Top of the ramp. */
  readonly to: number;
  readonly fields: Fields;
  readonly median: number | null;
  readonly least: number | null;
  readonly most: number | null;
  /** Runs that learned, and bore the whole ramp. */
  readonly unbroken: number;
  /** Runs that neither learned nor broke: they say nothing, and are left out. */
  readonly unlearned: number;
  /** Those of which it is known how they ended. */
  readonly runs: readonly RampRun[];
}

export interface ArmResult extends ArmDescription {
  /** The choice made on the selection seeds; null when nothing could be chosen. */
  readonly lr: number | null;
  readonly warmup: number | null;
  /** The chosen values of whatever else was tried. */
  readonly fields: Fields;
  /** The arm as the study names it, before fields were varied. */
  readonly base: string;
  readonly baseTitle: string;
  /** What the study varied to make this arm, by path. Arms are compared with each other at equal values only. */
  readonly varied: Fields;
  readonly runs: readonly RunRecord[];
  /** Over the judging runs that finished; `n` says how many. */
  readonly evalLoss: Estimate;
  /** Judging runs; all runs where the protocol judges nothing. */
  readonly survival: Survival;
  /** Share of the same runs that had not diverged yet, over steps: Kaplan and Meier's staircase. */
  readonly survivalCurve: readonly SurvivalPoint[];
  /** Mean of the middle half of the judging runs, a diverged one as infinite; null with fewer than two. */
  readonly interquartile: InterquartileMean | null;
  /** Spread of the validation loss over judging seeds, nats; of the runs that finished. Null with fewer than two. */
  readonly noise: NoiseFloor | null;
  /** Mean over judging seeds of its rank among the arms of equal varied values, 1 is best, a diverged run last; null unless judged. */
  readonly meanRank: number | null;
  readonly sweeps: readonly RateSweep[];
  readonly warmups: readonly WarmupReading[];
  /** Where the learning rate rose over the whole training. */
  readonly ramps?: readonly RampReading[];
}

/** Beyond so many, a number of further seeds is no plan, and is not named. */
export const seedsWorthNaming = 1000;

export interface PairResult {
  readonly a: string;
  readonly b: string;
  /** Mean over paired judging seeds of loss(a) - loss(b), nats; a diverged run counts at its starting loss. Negative: a is better. */
  readonly difference: number | null;
  /** Student's 95% interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** The studentized bootstrap's; null with fewer than four pairs of runs. Ends may be infinite. */
  readonly bootstrapLow: number | null;
  readonly bootstrapHigh: number | null;
  /** Two-sided paired test, Holm-corrected over all pairs of the study. */
  readonly pValue: number | null;
  /** Which test: sign-flip where so many pairs can come below the level, else t. Null with fewer than two pairs of runs. */
  readonly test: 't' | 'sign-flip' | null;
  readonly verdict: Verdict;
  readonly n: number;
  /** Judging seeds that the difference leaves out, because a run of either arm failed or is missing. */
  readonly leftOut: number;
  /** Runs among the pairs that diverged, and count at their starting loss. */
  readonly diverged: number;
  /** When no difference is shown: about how many further seeds would show one of this size (80% power, after Holm); null when not answerable. */
  readonly moreSeeds: number | null;
  /** What those seeds would take for all arms, as fast as this study ran; null when not known. */
  readonly moreSeconds: number | null;
  /** The smallest difference that so many pairs show with 80% power whatever other pairs show, nats; null with fewer than two. */
  readonly detectable: number | null;
  /** Whether the difference is smaller than one arm moves from seed to seed: single runs would not tell the two apart. */
  readonly underNoise: boolean;
}

/** Arms that are compared with each other: those at equal values of what the study varied. */
export interface ArmGroup {
  readonly varied: Fields;
  readonly arms: readonly string[];
  /** Judging seeds on which all arms of the group have an outcome: what mean ranks stand on. */
  readonly ranked: number;
  /** Chance of such mean ranks if the arms are alike, by shuffling within seeds; null when nothing was ranked. Not corrected. */
  readonly rankP: number | null;
}

/** What seeds alone do, over all arms. */
export interface StudyNoise extends NoiseFloor {
  /** Judging runs that did not finish. */
  readonly leftOut: number;
  /** The smallest difference between two arms that so many seeds show with 80% power, nats; of pairs in which nothing diverged. */
  readonly detectable: number | null;
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
  readonly groups: readonly ArmGroup[];
  /** Null where no arm has two judging runs that finished. */
  readonly noise: StudyNoise | null;
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
    /** Those of the notes that change how results are read. */
    readonly warnings: readonly string[];
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

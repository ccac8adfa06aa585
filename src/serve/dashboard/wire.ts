/** What the server and its page say to each other. Every text in it comes from files and is shown as text. */
import type { MessageValues } from '../../core/message/index.ts';
import type { CompareJson } from '../../study/compare-json.ts';

/** A number; one that JSON cannot hold as its word. */
export type Num = number | 'NaN' | 'Infinity' | '-Infinity';

export interface Divergence {
  readonly key: string;
  readonly step: number;
  readonly value: Num;
}

export interface RunRow {
  /** A hash of its folder: the same as long as it stays where it is. */
  readonly id: string;
  /** Below the folder that is served. */
  readonly folder: string;
  /** Id of the study that it belongs to. */
  readonly study: string | null;
  readonly state: 'pending' | 'running' | 'finished' | 'diverged' | 'failed' | 'interrupted' | 'stale';
  /** Steps done, and steps asked for. */
  readonly steps: number | null;
  readonly total: number | null;
  /** Last training loss. */
  readonly loss: Num | null;
  readonly evalLoss: Num | null;
  readonly diverged: Divergence | null;
  /** Why it failed. */
  readonly reason: string | null;
  readonly seconds: number | null;
  /** Bytes of its events: when they change there is more to draw. */
  readonly bytes: number;
}

/** Path in the spec -> value as text. */
export type Fields = Readonly<Record<string, string>>;

export interface StudyRow {
  readonly id: string;
  readonly folder: string;
  readonly name: string | null;
  readonly task: string | null;
  readonly arms: readonly string[];
  readonly protocol: string | null;
  /** ISO date of its end; null while it has none. */
  readonly ended: string | null;
  readonly report: boolean;
  /** Why study.json cannot be read. */
  readonly problem: Told | null;
}

/** A study that this server started. */
export interface JobRow {
  readonly id: string;
  /** Id of the study's folder: its row appears once the study has begun. */
  readonly study: string;
  readonly folder: string;
  readonly name: string;
  readonly state: 'running' | 'stopping' | 'ended';
  readonly code: number | null;
  readonly runs: number;
}

/** A sentence of the catalogue. */
export interface Told {
  readonly key: string;
  readonly values: MessageValues;
}

/** Everything there is: values of fields once each, and for each run which one it has. */
export interface Listing {
  readonly at: string;
  readonly runs: readonly RunRow[];
  readonly fields: readonly { readonly path: string; readonly values: readonly string[]; readonly of: readonly number[] | null }[];
  readonly studies: readonly StudyRow[];
  readonly jobs: readonly JobRow[];
  /** More folders than are looked into. */
  readonly cut: boolean;
}

/** What has changed since the page last heard. */
export interface Change {
  readonly runs: readonly (RunRow & { readonly fields?: Fields })[];
  readonly studies: readonly StudyRow[];
  readonly gone: readonly string[];
  readonly jobs: readonly JobRow[];
}

export interface Curve {
  /** First step of each point. */
  readonly steps: readonly number[];
  readonly mean: readonly (Num | null)[];
  /** Ends of what a point stands for; left out where each stands for one value. */
  readonly low?: readonly (Num | null)[];
  readonly high?: readonly (Num | null)[];
  /** Points in which something was no finite number: place in the lists, and the first such value. */
  readonly odd: readonly (readonly [number, 'NaN' | 'Infinity' | '-Infinity'])[];
}

export interface RunDetail {
  readonly row: RunRow;
  readonly spec: string;
  readonly fields: Fields;
  readonly version: string | null;
  readonly engine: string | null;
  readonly parameters: number | null;
  readonly curves: { readonly loss: Curve; readonly gradientNorm: Curve; readonly lr: Curve; readonly evaluated: Curve };
  /** Series that can be drawn by layer and step. */
  readonly series: readonly { readonly id: string; readonly places: number }[];
  /** The first place that was no finite number, of each series that has one. */
  readonly breaks: readonly { readonly series: string; readonly label: string; readonly step: number; readonly value: Num }[];
  /** Lines of events.jsonl that could not be read. */
  readonly skipped: number;
}

export interface Heat {
  readonly series: string;
  readonly labels: readonly string[];
  /** First step of each column. */
  readonly steps: readonly number[];
  /** Last step that was measured. */
  readonly last: number;
  /** By place, then by column: least and greatest value; a word where something was no finite number, null where nothing was measured. */
  readonly low: readonly (readonly (Num | null)[])[];
  readonly high: readonly (readonly (Num | null)[])[];
}

export interface StudyDetail {
  readonly row: StudyRow;
  readonly result: CompareJson | null;
  /** Name of a run's folder -> arm, stage. */
  readonly runs: Readonly<Record<string, { readonly arm: string; readonly stage: string }>>;
  readonly problem: Told | null;
}

/** What a study would be. */
export interface Draft {
  readonly name: string | null;
  readonly arms: readonly string[];
  readonly runs: number;
  readonly steps: number;
  readonly task: string;
}

export interface Checked {
  readonly draft?: Draft;
  /** Why it is none. */
  readonly error?: Told;
}

export interface Session {
  /** To be sent with everything that changes something. */
  readonly token: string;
  readonly folder: string;
  readonly version: string;
}

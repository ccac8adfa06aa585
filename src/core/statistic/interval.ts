/** What an interval is, here: two ends, with or without the number between them. */

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Interval extends Bounds {
  readonly mean: number;
}

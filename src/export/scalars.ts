/** Metrics as trackers want them: one name for each number, all numbers of a step together. */
import type { Metrics } from '../store/metrics.ts';

export interface Scalar {
  readonly step: number;
  /** `loss`, or series and what it belongs to: `gradient-norm/layer/layers.0`. */
  readonly name: string;
  readonly value: number;
}

/** In the order in which things happened. */
export const scalarsOf = ({ step, series, place, label, value }: Metrics): Scalar[] =>
  series.map((name, i) => ({
    step: step[i] as number,
    name: place[i] === null ? name : `${name}/${label[i] ?? place[i]}`,
    value: value[i] as number,
  }));

/** What a run measured, as one long table: a row for each number. */
import { fromJsonNumber } from '../core/json.ts';

/** Columns of equal length, in the order in which things happened. */
export interface Metrics {
  /** Optimizer step, from 0; of `eval_loss`, the updates done. */
  readonly step: Int32Array;
  /** `loss`, `lr`, `gradient_norm`, `eval_loss`, or a series that a diagnostic measured. */
  readonly series: readonly string[];
  /** Index in the series; null where a series is one number. */
  readonly place: readonly (number | null)[];
  /** What stands at that place: `layers.0.attn.qkv.weight`. */
  readonly label: readonly (string | null)[];
  /** Any double, the non-finite ones included. */
  readonly value: Float64Array;
}

type Event = Readonly<Record<string, unknown>>;

/** Series of one number, by the event that brings them: series -> field. */
const single: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  step: { loss: 'loss', lr: 'lr', gradient_norm: 'gradientNorm' },
  evaluated: { eval_loss: 'loss' },
};

/** The table of a run's lines of events; lines that are not events are left out. */
export function metricsOf(lines: readonly string[]): Metrics {
  const [step, series, place, label, value]: [number[], string[], (number | null)[], (string | null)[], number[]] = [[], [], [], [], []];
  let labels: Readonly<Record<string, readonly string[]>> = {};
  const add = (at: unknown, name: string, index: number | null, number: unknown): void => {
    step.push(Number(at));
    series.push(name);
    place.push(index);
    label.push(index === null ? null : (labels[name]?.[index] ?? null));
    value.push(fromJsonNumber(number));
  };
  for (const event of lines.map(readEvent)) {
    const type = String(event.type);
    if (type === 'started') labels = (event.labels ?? {}) as typeof labels;
    for (const [name, field] of Object.entries(single[type] ?? {})) add(event.step, name, null, event[field]);
    if (type !== 'measured') continue;
    for (const [name, numbers] of Object.entries(event.series as Readonly<Record<string, readonly unknown[]>>)) {
      numbers.forEach((number, index) => {
        add(event.step, name, index, number);
      });
    }
  }
  return { step: Int32Array.from(step), series, place, label, value: Float64Array.from(value) };
}

function readEvent(line: string): Event {
  try {
    return JSON.parse(line) as Event;
  } catch {
    return {};
  }
}

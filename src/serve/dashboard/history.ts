/** What happened in a run, folded into curves and heat maps line by line. Lines that are not events are counted and left out. */
import { fromJsonNumber } from '../../core/json.ts';
import { Buckets } from './buckets.ts';
import { limits } from './limits.ts';
import { num, shown, wholeOrNull } from './shown.ts';
import type { RunDetail } from './wire.ts';

type Event = Readonly<Record<string, unknown>>;
type Break = RunDetail['breaks'][number];

interface Series {
  readonly buckets: Buckets;
  broken?: Break;
}

export class History {
  readonly loss = new Buckets(1, limits.points);
  readonly gradientNorm = new Buckets(1, limits.points);
  readonly lr = new Buckets(1, limits.points);
  readonly evaluated = new Buckets(1, limits.points);
  readonly series = new Map<string, Series>();
  engine: string | null = null;
  parameters: number | null = null;
  /** Lines that were no events. */
  skipped = 0;
  private labels: Readonly<Record<string, unknown>> = {};
  private places = 0;

  get bytes(): number {
    const all = [this.loss, this.gradientNorm, this.lr, this.evaluated, ...[...this.series.values()].map(({ buckets }) => buckets)];
    return all.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get breaks(): Break[] {
    return [...this.series.values()].flatMap(({ broken }) => (broken ? [broken] : [])).sort((a, b) => a.step - b.step);
  }

  add(line: string): void {
    const event = readEvent(line);
    const fold = event && folds[String(event.type)];
    if (!event) this.skipped++;
    else fold?.(this, event);
  }

  start({ engine, parameterCount, labels }: Event): void {
    const { id, version } = (engine ?? {}) as Event;
    this.engine = shown([id, version].filter((part) => typeof part === 'string').join(' ')) || null;
    this.parameters = wholeOrNull(parameterCount);
    if (labels !== null && typeof labels === 'object') this.labels = labels as typeof this.labels;
  }

  measure(step: number, series: object): void {
    for (const [id, values] of Object.entries(series)) {
      if (!Array.isArray(values)) continue;
      const known = this.series.get(id) ?? this.open(id, values.length);
      if (!known) continue;
      const numbers = values.map(fromJsonNumber);
      known.buckets.add(step, numbers);
      if (known.broken) continue;
      const at = numbers.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) known.broken = { series: shown(id), label: this.labelOf(id, at), step, value: num(numbers[at]) ?? 'NaN' };
    }
  }

  /** @param id of a series that is there. */
  labelsOf(id: string): string[] {
    return Array.from({ length: this.series.get(id)?.buckets.places ?? 0 }, (_, at) => this.labelOf(id, at));
  }

  private labelOf(id: string, at: number): string {
    const labels = Object.hasOwn(this.labels, id) ? this.labels[id] : undefined;
    const label: unknown = Array.isArray(labels) ? labels[at] : undefined;
    return typeof label === 'string' ? shown(label) : String(at);
  }

  private open(id: string, places: number): Series | undefined {
    if (places === 0 || this.places + places > limits.places) return undefined;
    this.places += places;
    const made: Series = { buckets: new Buckets(places, limits.columns) };
    this.series.set(id, made);
    return made;
  }
}

const folds: Readonly<Record<string, (history: History, event: Event) => void>> = {
  started: (history, event) => history.start(event),
  step: (history, { step, loss, lr, gradientNorm }) => {
    const at = wholeOrNull(step);
    if (at === null) return;
    history.loss.add(at, [fromJsonNumber(loss)]);
    history.lr.add(at, [fromJsonNumber(lr)]);
    history.gradientNorm.add(at, [fromJsonNumber(gradientNorm)]);
  },
  evaluated: (history, { step, loss }) => {
    const at = wholeOrNull(step);
    if (at !== null) history.evaluated.add(at, [fromJsonNumber(loss)]);
  },
  measured: (history, { step, series }) => {
    const at = wholeOrNull(step);
    if (at !== null && series !== null && typeof series === 'object') history.measure(at, series);
  },
};

function readEvent(line: string): Event | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return event !== null && typeof event === 'object' ? (event as Event) : undefined;
  } catch {
    return undefined;
  }
}

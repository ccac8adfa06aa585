/** Keeps one run while it trains, as often as costs next to nothing. */
import type { TrainEvent, TrainOptions } from 'normlab/web';
import { type Checkpoint, type KeptName, type KeptRun, keepRun } from './kept.ts';

/** Keeping takes at most this share of the time. */
const share = 0.05;
const leastMs = 500;

const ends: ReadonlySet<TrainEvent['type']> = new Set(['finished', 'diverged', 'interrupted']);

export const hasEnded = (events: KeptRun['events']): boolean => events.some(({ type }) => ends.has(type));

export class Keeper implements NonNullable<TrainOptions['checkpoint']> {
  /** Whether the browser would not keep it. */
  refused = false;
  private events: TrainEvent[];
  private next = performance.now() + leastMs;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: KeptName,
    private readonly spec: string,
    /** What it had told before a reload. */
    told: readonly TrainEvent[] = [],
  ) {
    this.events = [...told];
  }

  add(event: TrainEvent): void {
    // A run that starts over, whatever was kept of it.
    if (event.type === 'started') this.events = [];
    this.events.push(event);
  }

  due(): boolean {
    return performance.now() >= this.next;
  }

  take(from: Checkpoint): void {
    this.next = Number.POSITIVE_INFINITY;
    const begin = performance.now();
    this.writing = this.keep({ from }).then(() => {
      const now = performance.now();
      if (!this.refused) this.next = now + Math.max(leastMs, (now - begin) / share);
    });
  }

  /** Once the run has ended its numbers are kept without its values. */
  async end(): Promise<void> {
    await this.writing;
    if (hasEnded(this.events)) await this.keep({});
  }

  private async keep(more: Pick<KeptRun, 'from'>): Promise<void> {
    this.refused = !(await keepRun(this.name, { spec: this.spec, events: [...this.events], ...more }));
  }
}

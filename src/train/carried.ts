/** What goes from step to step: drawn on the host, from then on wherever the engine leaves it. */
import { onHost, release } from '../engine/resident.ts';
import type { Value } from '../engine/types.ts';
import type { Values } from './values.ts';

export class Carried {
  private offered: Readonly<Record<string, Value>> = {};

  /** @param current is written to. */
  constructor(private readonly current: Map<string, Value>) {}

  get feeds(): Readonly<Record<string, Value>> {
    return Object.fromEntries(this.current);
  }

  /** Holds what a step says comes next until it is taken. */
  offer(outputs: Readonly<Record<string, Value>>): void {
    this.offered = outputs;
  }

  /** Takes what was offered, and gives back what it replaces. */
  take(): void {
    release(this.current.values());
    for (const key of this.current.keys()) this.current.set(key, this.offered[`next:${key}`] as Value);
    this.offered = {};
  }

  /** The numbers as they stand, on the host. */
  async values(): Promise<Values> {
    const values: Values = new Map();
    for (const [key, value] of this.current) values.set(key, await onHost(value));
    return values;
  }

  /** Gives back everything, taken or not. */
  release(): void {
    release(this.current.values());
    release(Object.values(this.offered));
    this.current.clear();
    this.offered = {};
  }
}

/** Compiled programs, kept: runs that differ only in seed or learning rate share their sessions. */
import { canonicalJson } from '../core/json.ts';
import type { Engine, Session } from '../engine/types.ts';
import type { PiecedStep } from './segment/step.ts';
import type { StepDescription, StepProgram } from './step.ts';

export interface Compiled extends StepDescription {
  readonly session: Session;
}

export class Compiler {
  private readonly kept = new Map<string, Compiled>();

  constructor(
    readonly engine: Engine,
    private readonly limit = 8,
  ) {}

  /** The session of the program that `build` makes; `key` must hold all that it depends on. */
  async compile(key: unknown, build: () => StepProgram | PiecedStep): Promise<Compiled> {
    const name = canonicalJson(key);
    const known = this.kept.get(name);
    if (known) {
      // Used last, given up last: no run loses a program it is using.
      this.kept.delete(name);
      this.kept.set(name, known);
      return known;
    }
    const built = build();
    const compiled = { ...built, session: 'open' in built ? await built.open(this.engine) : await this.engine.compile(built.program) };
    await this.makeRoom();
    this.kept.set(name, compiled);
    return compiled;
  }

  async release(): Promise<void> {
    for (const { session } of this.kept.values()) await session.release();
    this.kept.clear();
  }

  private async makeRoom(): Promise<void> {
    const [oldest] = this.kept;
    if (this.kept.size < this.limit || !oldest) return;
    this.kept.delete(oldest[0]);
    await oldest[1].session.release();
  }
}

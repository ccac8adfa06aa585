/** Compiled programs, kept: runs that differ only in seed or learning rate share their sessions. */
import { canonicalJson } from '../core/json.ts';
import { compileStaying } from '../engine/resident.ts';
import type { Engine, Session, Value } from '../engine/types.ts';
import type { PiecedStep } from './segment/step.ts';
import type { StepDescription, StepProgram } from './step.ts';

export interface Compiled extends StepDescription {
  /** What the next step takes up stays where the engine computes. */
  readonly session: Session<Value>;
}

const stays = (output: string): boolean => output.startsWith('next:');

const open = (engine: Engine, built: StepProgram | PiecedStep): Promise<Session<Value>> =>
  'open' in built ? built.open(engine) : compileStaying(engine, built.program, stays);

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
    const compiled = { ...built, session: await open(this.engine, built) };
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

/** Compiled programs, kept: runs that differ only in seed or learning rate share their sessions. */
import { canonicalJson } from '../core/json.ts';
import { compileStaying } from '../engine/resident.ts';
import type { Engine, Session, Value } from '../engine/types.ts';
import { size } from '../graph/tensor.ts';
import type { PiecedStep } from './segment/step.ts';
import type { StepDescription, StepProgram } from './step.ts';

export interface Compiled extends StepDescription {
  /** What the next step takes up stays where the engine computes. */
  readonly session: Session<Value>;
}

const stays = (output: string): boolean => output.startsWith('next:');

const open = (engine: Engine, built: StepProgram | PiecedStep): Promise<Session<Value>> =>
  'open' in built ? built.open(engine) : compileStaying(engine, built.program, stays);

interface Limits {
  readonly programs: number;
  /** Of all programs together: what they keep in memory grows with it. */
  readonly parameters: number;
}

/** A run uses a step with and without measurements and an evaluation; pieces and a start may come beside them. */
const always = 4;

const weight = ({ parameters }: Compiled): number => parameters.reduce((total, { shape }) => total + size(shape), 0);

export class Compiler {
  private readonly kept = new Map<string, Compiled>();

  constructor(
    readonly engine: Engine,
    private readonly limits: Limits = { programs: 64, parameters: 2 ** 25 },
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
    await this.makeRoom(weight(compiled));
    this.kept.set(name, compiled);
    return compiled;
  }

  async release(): Promise<void> {
    for (const { session } of this.kept.values()) await session.release();
    this.kept.clear();
  }

  /** Studies of many small arms keep them all; of large models only what is in use stays. */
  private async makeRoom(needed: number): Promise<void> {
    const { programs, parameters } = this.limits;
    let total = needed + [...this.kept.values()].reduce((sum, compiled) => sum + weight(compiled), 0);
    for (const [name, compiled] of this.kept) {
      const full = this.kept.size >= programs || (total > parameters && this.kept.size >= always);
      if (!full) return;
      total -= weight(compiled);
      this.kept.delete(name);
      await compiled.session.release();
    }
  }
}

/**
 * A factor as data: a number, or a small expression over numbers, the training step and learnable values.
 * Formulas, as people write them, may also name the place (`layer`, `depth` …); binding a formula to a place leaves a scale.
 */
import type { ScaleFunction } from './functions.ts';

export type Scale = number | Step | Learned | Given | Call<Scale>;
export type Formula = number | Step | Learned | Given | Call<Formula> | Variable;

/** The training step, from 1. */
export interface Step {
  readonly kind: 'step';
}

/** A value that training moves. */
export interface Learned {
  readonly kind: 'learned';
  /** Last part of its key. */
  readonly name: string;
  readonly initial: number;
  /** One number, one per feature of what it scales, or one per head. */
  readonly shape: 'scalar' | 'feature' | 'head';
  /** Whether the sublayers of a block share it. */
  readonly shared: boolean;
}

/** A number that is fed: programs that differ only in such numbers are one. */
export interface Given {
  readonly kind: 'given';
  /** Of the input. */
  readonly name: string;
}

export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
}

export interface Call<Argument> {
  readonly kind: 'call';
  readonly f: ScaleFunction;
  readonly arguments: readonly Argument[];
}

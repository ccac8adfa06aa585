/** Scales written in code. Calls on numbers are numbers at once. */
import { functionSpec, type ScaleFunction } from './functions.ts';
import type { Formula, Learned, Scale, Step } from './types.ts';

export const step: Step = { kind: 'step' };

type LearnedOptions = Partial<Pick<Learned, 'shape' | 'shared'>>;

/** A trainable value called `name`, one number unless said otherwise. */
export const learned = (name: string, initial: number, { shape = 'scalar', shared = false }: LearnedOptions = {}): Learned => ({
  kind: 'learned',
  name,
  initial,
  shape,
  shared,
});

export function call(f: ScaleFunction, ...args: readonly Scale[]): Scale;
export function call(f: ScaleFunction, ...args: readonly Formula[]): Formula;
export function call(f: ScaleFunction, ...args: readonly Formula[]): Formula {
  const [a, b = 0] = args;
  if (typeof a === 'number' && typeof b === 'number') return functionSpec(f).number(a, b);
  return { kind: 'call', f, arguments: args };
}

/** 0 before the first step, 1 from step `steps` on, straight in between. */
export const ramp = (steps: number): Scale => call('min', call('div', step, steps), 1);

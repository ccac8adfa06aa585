import { functionSpec } from './functions.ts';
import type { Scale } from './types.ts';

/** A scale as a number at one training step, its learnable values where they start: what the network begins with. */
export function valueAt(scale: Scale, step: number): number {
  if (typeof scale === 'number') return scale;
  if (scale.kind === 'step') return step;
  if (scale.kind === 'learned') return scale.initial;
  if (scale.kind === 'given') throw new Error(`the value of ${scale.name} is only known when it is fed`);
  const [a, b = 0] = scale.arguments.map((argument) => valueAt(argument, step)) as [number, number?];
  return functionSpec(scale.f).number(a, b);
}

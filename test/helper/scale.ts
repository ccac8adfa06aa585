/** Scales of a plan computed by hand, from what is fed. */
import type { Feeds } from '../../src/engine/types.ts';
import type { Scale } from '../../src/model/scale/types.ts';

/** Written once more, so that a slip in the vocabulary of scales shows. */
const byHand: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  min: (a, b) => (a < b ? a : b),
  max: (a, b) => (a > b ? a : b),
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  abs: Math.abs,
  floor: Math.floor,
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  silu: (a) => a / (1 + Math.exp(-a)),
};

export interface ScalePlace {
  readonly key: string;
  readonly block: string;
}

/** The value of a scale at one feature (or head) of what it scales. */
export function scaleAt(scale: Scale, { key, block }: ScalePlace, feeds: Feeds, feature: number): number {
  if (typeof scale === 'number') return scale;
  if (scale.kind === 'step') return feeds.step?.[0] as number;
  if (scale.kind === 'given') return feeds[scale.name]?.[0] as number;
  if (scale.kind === 'learned') {
    const name = `${scale.shared ? block : key}.${scale.name}`;
    const stored = feeds[name] as Float64Array;
    return stored[stored.length === 1 ? 0 : feature] as number;
  }
  const [a, b = 0] = scale.arguments.map((argument) => scaleAt(argument, { key, block }, feeds, feature)) as [number, number?];
  return (byHand[scale.f] as (a: number, b: number) => number)(a, b);
}

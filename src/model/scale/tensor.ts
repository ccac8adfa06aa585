/** Scales inside a model's graph. */
import { mul, type Operand } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../scope.ts';
import type { Place } from '../types.ts';
import { functionSpec } from './functions.ts';
import type { Learned, Scale } from './types.ts';

/** Where a scale stands: the keys its learnable values get, and how many there are. */
export interface ScaleSite {
  readonly scope: Scope;
  /** Key of the sublayer, `layers.0.attn`; empty outside the blocks. */
  readonly key: string;
  /** Key of the block, for values its sublayers share. */
  readonly block: string;
  readonly place?: Place;
  readonly lengths: Readonly<Record<Learned['shape'], number>>;
}

/** A number, or a tensor of one value, one per feature or one per head. */
export function scaleOperand(site: ScaleSite, scale: Scale): Operand {
  if (typeof scale === 'number') return scale;
  if (scale.kind === 'step') return site.scope.step();
  if (scale.kind === 'given') return site.scope.graph.input(scale.name, []);
  if (scale.kind === 'learned') return learnedTensor(site, scale);
  const [a, b = 0] = scale.arguments.map((argument) => scaleOperand(site, argument)) as [Operand, Operand?];
  return functionSpec(scale.f).tensor(a, b);
}

function learnedTensor({ scope, key, block, place, lengths }: ScaleSite, { name, initial, shape, shared }: Learned): Tensor {
  const at = shared ? block : key;
  return scope.parameter(at === '' ? name : `${at}.${name}`, [lengths[shape]], 'scale', { initial, place });
}

/** x times a scale whose vectors run along the last axis of x. */
export function scaled(site: ScaleSite, x: Tensor, scale: Scale | undefined): Tensor {
  if (scale === undefined || scale === 1) return x;
  const features = x.shape.at(-1) as number;
  return mul(x, scaleOperand({ ...site, lengths: { ...site.lengths, feature: features } }, scale));
}

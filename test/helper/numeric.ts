/** Numbers for tests: closeness, random data, finite differences. */
import { random } from '../../src/core/random.ts';
import { evaluate } from '../../src/engine/reference.ts';
import type { Feeds } from '../../src/engine/types.ts';
import { reachable } from '../../src/graph/graph.ts';
import type { DenseValue } from '../../src/graph/tensor.ts';
import { type Node, size, type Tensor } from '../../src/graph/tensor.ts';

/** ‖a - b‖ / max(‖a‖, ‖b‖, floor): relative error of whole arrays, NaN when one has a NaN. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-12): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [difference, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    difference += (x - y) ** 2;
    left += x * x;
    right += y * y;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(left), Math.sqrt(right), floor);
}

export function randomData(shape: readonly number[], name: string, [low, high]: readonly [number, number] = [-2, 2]): Float64Array {
  const stream = random(17, name);
  return Float64Array.from({ length: size(shape) }, () => low + (high - low) * stream.uniform());
}

/** Central differences of a scalar with respect to one fed input. */
export function finiteDifferences(scalar: Tensor, feeds: Feeds, name: string, step = 1e-5): Float64Array {
  const base = Float64Array.from(feeds[name] as ArrayLike<number>);
  const at = (i: number, delta: number): number => {
    const moved = Float64Array.from(base);
    moved[i] = (moved[i] as number) + delta;
    return evaluate([scalar], { ...feeds, [name]: moved })[0]?.[0] as number;
  };
  return base.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}

/** Values of every node the tensors need, in float64; nodes of `held` keep the values given there. */
export function evaluateAll(
  tensors: readonly Tensor[],
  feeds: Feeds,
  held: ReadonlyMap<number, readonly Float64Array[]> = new Map(),
  order: readonly Node[] = reachable(tensors),
) {
  const values = new Map(held);
  for (const node of order) {
    if (held.has(node.id)) continue;
    const inputs = node.inputs.map(({ node: { id }, index, shape }) => ({ shape, data: values.get(id)?.[index] as Float64Array }));
    values.set(node.id, valuesOf(node, inputs, feeds));
  }
  return values;
}

function valuesOf(node: Node, inputs: readonly DenseValue[], feeds: Feeds): readonly Float64Array[] {
  if (node.op === 'constant') return [node.attributes.data as Float64Array];
  if (node.op === 'input') return [Float64Array.from(feeds[String(node.attributes.name)] as ArrayLike<number>)];
  return node.graph.op(node.op).evaluate(inputs, node.attributes, node.outputs);
}

/** A scalar and all values behind it, as fed. */
export interface Watched {
  readonly scalar: Tensor;
  readonly feeds: Feeds;
  readonly order: readonly Node[];
  readonly values: ReadonlyMap<number, readonly Float64Array[]>;
}

export const watch = (scalar: Tensor, feeds: Feeds): Watched => ({
  scalar,
  feeds,
  order: reachable([scalar]),
  values: evaluateAll([scalar], feeds),
});

/** The scalar as some nodes have other values: only what is behind them is computed again, and nothing through what `still` names. */
export function revalued(
  { scalar, feeds, order, values }: Watched,
  changed: ReadonlyMap<number, readonly Float64Array[]>,
  still = '',
): number {
  const moving = new Set(changed.keys());
  for (const { id, op, inputs } of order) if (op !== still && inputs.some(({ node }) => moving.has(node.id))) moving.add(id);
  const held = new Map([...values].filter(([id]) => !moving.has(id)));
  for (const [id, own] of changed) held.set(id, own);
  return evaluateAll([scalar], feeds, held, order).get(scalar.node.id)?.[scalar.index]?.[0] as number;
}

/** Nodes of inputs that are fed otherwise, for `revalued`. */
export const fedAs = ({ order }: Watched, feeds: Feeds): ReadonlyMap<number, readonly Float64Array[]> =>
  new Map(
    order.flatMap(({ id, op, attributes }) => {
      const fed = op === 'input' ? feeds[String(attributes.name)] : undefined;
      return fed ? [[id, [Float64Array.from(fed as ArrayLike<number>)]] as const] : [];
    }),
  );

/** d/dt of a scalar as `name` moves by t·direction; nodes through which no gradient flows stand still. */
export function slopeAlong(watched: Watched, name: string, direction: Float64Array, step = 5e-5): number {
  const base = Float64Array.from(watched.feeds[name] as ArrayLike<number>);
  const at = (t: number): number => {
    const moved = base.map((value, i) => value + t * (direction[i] as number));
    return revalued(watched, fedAs(watched, { [name]: moved }), 'detach');
  };
  return (at(step) - at(-step)) / (2 * step);
}

/** A random vector of length 1. */
export function unitDirection(shape: readonly number[], name: string): Float64Array {
  const values = randomData(shape, name);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

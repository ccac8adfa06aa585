/** Symbolic tensors with static shapes. A node is one application of an op; a tensor is one of its outputs. */
import type { Graph } from './graph.ts';

export type DType = 'float' | 'int' | 'bool';
export type Shape = readonly number[];
export type Attributes = Readonly<Record<string, number | string | boolean | readonly number[] | Float64Array>>;

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface Node {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
  readonly graph: Graph;
}

export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which output of its node it is. */
  readonly index: number;
}

export const size = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((extent, axis) => extent === b[axis]);

/** Axes as non-negative numbers, sorted. */
export const normalizeAxes = (axes: readonly number[], rank: number): number[] =>
  axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);

/** NumPy broadcasting of two shapes. @throws Error when they do not fit. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) throw new Error(`shapes [${a}] and [${b}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

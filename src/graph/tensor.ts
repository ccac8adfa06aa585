/**
 * Symbolic tensors with static shapes: a node is one application of an op, a tensor one of its outputs. And what the
 * engine-independent world must know of an op: a single record per op is the only place that says it.
 */

import type { Lowering, View } from './lowering.ts';
import type { DType, Shape, TensorType } from './tensor-type.ts';

export type { DType, Shape, TensorType } from './tensor-type.ts';
export type Attributes = Readonly<Record<string, number | string | boolean | readonly number[] | Float64Array>>;

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

/** A table of nodes in which equal applications are the same node. */
export interface Graph {
  readonly nodes: readonly Node[];
  /** @throws Error when the graph knows no such op. */
  op(id: string): Op;
  /** Applies an op; returns all of its outputs. */
  apply(id: string, inputs: readonly Tensor[], attributes?: Attributes): readonly Tensor[];
  /** A named value fed from outside. @throws Error when the name is taken with another type. */
  input(name: string, shape: Shape, dtype?: DType): Tensor;
  /** A float constant. */
  constant(data: ArrayLike<number>, shape: Shape): Tensor;
}

/** A dense array of doubles in row-major order; ints and booleans (0/1) are held in it exactly. */
export interface DenseValue {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** Writes ONNX nodes. Names are value names inside the ONNX graph. */
export interface OnnxEmitter {
  /**
   * Whether operators may be written that ONNX Runtime has for the CPU only. Its GPU back ends would leave them to the CPU, and
   * their data would travel there and back in every step.
   */
  readonly fused: boolean;
  /** ONNX name of a symbolic tensor. */
  name(tensor: Tensor): string;
  /** Adds one ONNX node writing straight to `outputs` (or to fresh names), and returns the names of its outputs. */
  emit(opType: string, inputs: readonly string[], options?: EmitOptions): string[];
  /** A float constant. */
  float(data: ArrayLike<number>, shape: Shape): string;
  /** An int64 constant vector: shapes and axes. */
  ints(values: readonly number[], shape?: Shape): string;
  /** An int32 constant. */
  int32(values: readonly number[], shape: Shape): string;
  /** Names that this node's outputs must have. */
  outputs(node: Node): string[];
}

export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;
  readonly domain?: string;
  readonly outputs?: readonly string[];
}

/** A point at which the contract suite checks an op against finite differences and across engines. */
export interface Example {
  /** Shapes of the float inputs, drawn at random from `range`; or given values with their type, to which no gradient is asked. */
  readonly inputs: readonly (Shape | { readonly shape: Shape; readonly dtype: DType; readonly data: readonly number[] })[];
  readonly attributes?: Attributes;
  /** Interval the random inputs are drawn from, away from kinks and poles; default [-2, 2]. */
  readonly range?: readonly [number, number];
}

export interface Op {
  readonly id: string;
  /** Types of the outputs. @throws Error that says what does not fit. */
  infer(inputs: readonly TensorType[], attributes: Attributes): TensorType[];
  /**
   * Graph pieces for the gradient with respect to each input, given that of each output (undefined where none flows).
   * Absent for ops whose outputs carry no gradient; 'unknown' where they do and nobody has written it: asking is an error.
   */
  readonly gradient?: ((node: Node, outputGradients: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[]) | 'unknown';
  onnx(emitter: OnnxEmitter, node: Node): void;
  /** Its outputs for engines that make their own kernels. */
  lower(lowering: Lowering, node: Node): readonly View[];
  /** Float64 evaluation, written for clearness: the judge of all engines. */
  evaluate(inputs: readonly DenseValue[], attributes: Attributes, outputs: readonly TensorType[]): Float64Array[];
  readonly examples: readonly Example[];
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

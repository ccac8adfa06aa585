/**
 * What an op says to engines that make their own kernels: its outputs as views of values, in a handful of kinds. Nothing here knows a
 * language that kernels are written in.
 */
import type { Shape, TensorType } from './tensor-type.ts';

/** A value, or part of one, as it is seen by strides. */
export interface View {
  readonly shape: Shape;
}

/** What a map computes for each element; comparisons give 1 or 0. */
export type ElementFunction =
  | 'abs'
  | 'add'
  | 'atan'
  | 'copy'
  | 'div'
  | 'equal'
  | 'erf'
  | 'exp'
  | 'greater'
  | 'log'
  | 'minimum'
  | 'mul'
  | 'neg'
  | 'relu'
  | 'sqrt'
  | 'sub'
  | 'tanh';

export interface AttendViews {
  /** [batch, heads, T, dHead] and, of keys and values, [batch, heads, S, dHead]. */
  readonly q: View;
  readonly k: View;
  readonly v: View;
  /** [batch, 1, 1, S] */
  readonly bias?: View;
  readonly scale: number;
  readonly causal: boolean;
}

export interface Lowering {
  /** Of an input of the node. */
  of(tensor: TensorType): View;
  /** Element by element, broadcast by NumPy's rules. */
  map(f: ElementFunction, ...args: readonly (View | number)[]): View;
  /** Over the axes given, all of non-negative number; reduced axes are kept with extent 1 if asked for. */
  reduce(combine: 'sum' | 'max', x: View, axes: readonly number[], keepDims?: boolean): View;
  reshape(x: View, shape: Shape): View;
  transpose(x: View, order: readonly number[]): View;
  expand(x: View, shape: Shape): View;
  slice(x: View, axis: number, start: number, length: number): View;
  /** Parts behind one another along an axis. */
  join(parts: readonly View[], axis: number): View;
  /** scale * a @ b (+ bias) over the last two axes, leading axes equal; bias has one number for each column. */
  product(a: View, b: View, options?: { readonly scale?: number; readonly bias?: View }): View;
  /** Rows of a table [V, d] at int indices of any shape. */
  gather(table: View, indices: View): View;
  /** [..., depth]: 1 at the index, 0 elsewhere. */
  oneHot(indices: View, depth: number): View;
  /** Outputs y and the weights P, see the op `attend`. */
  attend(views: AttendViews): readonly [View, View];
  /** Gradients of q, k and v, given y and that of y. */
  attendGradient(views: AttendViews & { readonly y: View; readonly dy: View }): readonly [View, View, View];
}

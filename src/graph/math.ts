/** The vocabulary in which models, gradients and optimizers are written. Numbers stand for scalar constants. */
import type { Attributes, Shape, Tensor } from './tensor.ts';
import { normalizeAxes, sameShape } from './tensor.ts';

export type Operand = Tensor | number;

const one = (id: string, inputs: readonly Tensor[], attributes?: Attributes): Tensor =>
  (inputs[0] as Tensor).node.graph.apply(id, inputs, attributes)[0] as Tensor;

function binary(id: string, a: Operand, b: Operand): Tensor {
  const graph = (typeof a === 'number' ? (b as Tensor) : a).node.graph;
  const lift = (x: Operand) => (typeof x === 'number' ? graph.constant([x], []) : x);
  return graph.apply(id, [lift(a), lift(b)])[0] as Tensor;
}

export const add = (a: Operand, b: Operand): Tensor => (a === 0 ? (b as Tensor) : b === 0 ? (a as Tensor) : binary('add', a, b));
export const sub = (a: Operand, b: Operand): Tensor => (b === 0 ? (a as Tensor) : binary('sub', a, b));
export const mul = (a: Operand, b: Operand): Tensor => (a === 1 ? (b as Tensor) : b === 1 ? (a as Tensor) : binary('mul', a, b));
export const div = (a: Operand, b: Operand): Tensor => (b === 1 ? (a as Tensor) : binary('div', a, b));
export const minimum = (a: Operand, b: Operand): Tensor => binary('minimum', a, b);
/** The larger of two values. */
export const maximum = (a: Operand, b: Operand): Tensor => neg(minimum(negative(a), negative(b)));
/** 1 where a > b, else 0, as a float; no gradient flows. */
export const greater = (a: Operand, b: Operand): Tensor => binary('greater', a, b);

const negative = (x: Operand): Operand => (typeof x === 'number' ? -x : neg(x));
export const neg = (x: Tensor): Tensor => one('neg', [x]);
export const exp = (x: Tensor): Tensor => one('exp', [x]);
export const log = (x: Tensor): Tensor => one('log', [x]);
export const sqrt = (x: Tensor): Tensor => one('sqrt', [x]);
export const abs = (x: Tensor): Tensor => one('abs', [x]);
export const erf = (x: Tensor): Tensor => one('erf', [x]);
export const tanh = (x: Tensor): Tensor => one('tanh', [x]);
export const atan = (x: Tensor): Tensor => one('atan', [x]);
/** x * Phi(x), exact. */
export const gelu = (x: Tensor): Tensor => one('gelu', [x]);
/** 1 / (1 + e^-x), by tanh so that it never overflows. */
export const sigmoid = (x: Tensor): Tensor => mul(add(tanh(mul(x, 0.5)), 1), 0.5);
/** x · sigmoid(x). */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x));
export const relu = (x: Tensor): Tensor => one('relu', [x]);
export const square = (x: Tensor): Tensor => mul(x, x);
/** Identity whose gradient is zero. */
export const detach = (x: Tensor): Tensor => one('detach', [x]);

export interface ReduceOptions {
  /** All axes when left out. */
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}

function reduce(id: string, x: Tensor, { axes, keepDims = false }: ReduceOptions): Tensor {
  return one(id, [x], { axes: normalizeAxes(axes ?? x.shape.map((_, axis) => axis), x.shape.length), keepDims });
}

export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('sum', x, options);
export const mean = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('mean', x, options);
/** Largest value; no gradient flows. */
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('max', x, options);
export const sumSquares = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('sum-squares', x, options);

export const reshape = (x: Tensor, shape: Shape): Tensor => (sameShape(x.shape, shape) ? x : one('reshape', [x], { shape }));
/** Axes in a new order; two transpositions in a row are one. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  if (x.node.op !== 'transpose') return one('transpose', [x], { order });
  const first = x.node.attributes.order as readonly number[];
  return one('transpose', [x.node.inputs[0] as Tensor], { order: order.map((axis) => first[axis] as number) });
}
export const expand = (x: Tensor, shape: Shape): Tensor => (sameShape(x.shape, shape) ? x : one('expand', [x], { shape }));
/** Elements [start, start + length) along an axis. */
export const slice = (x: Tensor, axis: number, start: number, length: number): Tensor => one('slice', [x], { axis, start, length });
/** Parts of given lengths along an axis. */
export const split = (x: Tensor, axis: number, lengths: readonly number[]): readonly Tensor[] =>
  lengths.length === 1 ? [x] : x.node.graph.apply('split', [x], { axis, lengths });
export const concat = (parts: readonly Tensor[], axis: number): Tensor =>
  parts.length === 1 ? (parts[0] as Tensor) : one('concat', parts, { axis });

export interface MatmulOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  /** Factor on the product. */
  readonly scale?: number;
}

/** scale * op(a) @ op(b) over the last two axes, leading axes equal. */
export const matmul = (a: Tensor, b: Tensor, { transA = false, transB = false, scale = 1 }: MatmulOptions = {}): Tensor =>
  one('matmul', [a, b], { transA, transB, scale });

/** x [N, in] @ weight [out, in]^T + bias [out]: PyTorch's Linear. */
export const linear = (x: Tensor, weight: Tensor, bias?: Tensor): Tensor =>
  bias ? one('linear', [x, weight, bias]) : matmul(x, weight, { transB: true });

/** Softmax over the last axis. */
export const softmax = (x: Tensor): Tensor => one('softmax', [x]);

export interface AttendOptions {
  /** Factor on the products of queries and keys. */
  readonly scale: number;
  /** Whether a query sees only keys up to its own position. */
  readonly causal: boolean;
  /** Added to the scores before the softmax, [batch, 1, 1, S]; no gradient flows to it. */
  readonly bias?: Tensor;
}

/** Attention per head: softmax(scale · q k^T + mask) v on q [batch, heads, T, dHead] and k, v [batch, heads, S, dHead]. */
export const attend = (q: Tensor, k: Tensor, v: Tensor, { scale, causal, bias }: AttendOptions): Tensor =>
  one('attend', bias ? [q, k, v, bias] : [q, k, v], { scale, causal });

/** Rows of a table [V, d] picked by int indices of any shape. */
export const gather = (table: Tensor, indices: Tensor): Tensor => one('gather', [table, indices]);
/** int indices [...] -> float [..., depth] of zeros and ones. */
export const oneHot = (indices: Tensor, depth: number): Tensor => one('one-hot', [indices], { depth });

/** Bool mask as float zeros and ones. */
export const toFloat = (x: Tensor): Tensor => one('to-float', [x]);

/** LayerNorm over the last axis: (x - mu) / sqrt(var + eps) * weight + bias, biased variance. */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, eps: number): Tensor {
  return x.node.graph.apply('layer-norm', [x, weight, bias], { eps })[0] as Tensor;
}

/** RMSNorm over the last axis: x / sqrt(mean(x^2) + eps) * weight. */
export function rmsNorm(x: Tensor, weight: Tensor, eps: number): Tensor {
  return x.node.graph.apply('rms-norm', [x, weight], { eps })[0] as Tensor;
}

/** Sums a gradient back to the shape an input had before broadcasting. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((extent, axis) => (axis < lead || (shape[axis - lead] === 1 && extent !== 1) ? [axis] : []));
  return reshape(sum(x, { axes, keepDims: true }), shape);
}

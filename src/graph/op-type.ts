/** What the engine-independent world must know of one op: a single record per op is the only place that says it. */
import type { Attributes, Node, Shape, Tensor, TensorType } from './tensor.ts';

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
  /** Shapes of the float inputs, drawn at random from `range`; or given values with their type. */
  readonly inputs: readonly (Shape | { readonly shape: Shape; readonly dtype: 'int' | 'bool'; readonly data: readonly number[] })[];
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
   * Absent for ops whose outputs carry no gradient.
   */
  gradient?(node: Node, outputGradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  onnx(emitter: OnnxEmitter, node: Node): void;
  /** Float64 evaluation, written for clearness: the judge of all engines. */
  evaluate(inputs: readonly DenseValue[], attributes: Attributes, outputs: readonly TensorType[]): Float64Array[];
  readonly examples: readonly Example[];
}

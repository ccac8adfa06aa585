import type { Lowering, View } from '../lowering.ts';
import type { DenseValue, OnnxEmitter, Op } from '../tensor.ts';
import { type Attributes, type Node, type Shape, size, type Tensor } from '../tensor.ts';
import { stridedIndices, stridesOf } from './strides.ts';

interface Reduction {
  readonly id: string;
  readonly onnx: string;
  /** ONNX version 18 moved the axes from an attribute to an input for this operator. */
  readonly start: number;
  readonly step: (accumulator: number, x: number) => number;
  /** `fold` reduces a view of the input's shape; `count` elements go into each result. */
  readonly lower: (lowering: Lowering, x: View, fold: (combine: 'sum' | 'max', x: View) => View, count: number) => View;
  readonly finish?: (accumulator: number, count: number) => number;
  /** Gradient of the input; `dy` has the reduced axes kept with extent 1. */
  readonly gradient: ((dy: Tensor, x: Tensor, count: number) => Tensor) | 'none';
}

export const reducedAxes = (attributes: Attributes): readonly number[] => attributes.axes as readonly number[];

const keptShape = (shape: Shape, axes: readonly number[]): Shape => shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));

/** An op that folds some axes into one number each. */
export const reduction = ({ id, onnx, lower, start, step, finish = (x) => x, gradient }: Reduction): Op => ({
  id,
  infer: ([x], attributes) => {
    const { shape } = x as Tensor;
    const axes = reducedAxes(attributes);
    if (axes.some((axis) => axis < 0 || axis >= shape.length)) throw new Error(`${id}: axes [${axes}] are outside shape [${shape}]`);
    return [{ shape: attributes.keepDims ? keptShape(shape, axes) : shape.filter((_, axis) => !axes.includes(axis)), dtype: 'float' }];
  },
  ...(gradient !== 'none' && {
    gradient: (node, [dy]) => {
      const x = node.inputs[0] as Tensor;
      const axes = reducedAxes(node.attributes);
      const kept = x.node.graph.apply('reshape', [dy as Tensor], { shape: keptShape(x.shape, axes) })[0] as Tensor;
      return [gradient(kept, x, size(axes.map((axis) => x.shape[axis] as number)))];
    },
  }),
  onnx: (emitter, node) => emitReduction(emitter, node, onnx),
  lower: (lowering, node) => {
    const x = lowering.of(node.inputs[0] as Tensor);
    const axes = reducedAxes(node.attributes);
    const fold = (combine: 'sum' | 'max', of: View) => lowering.reduce(combine, of, axes, node.attributes.keepDims as boolean);
    return [lower(lowering, x, fold, size(axes.map((axis) => x.shape[axis] as number)))];
  },
  evaluate: ([x], attributes, [y]) => [
    reduceEvaluate(x as DenseValue, reducedAxes(attributes), size((y as Tensor).shape), start, step, finish),
  ],
  examples: [
    { inputs: [[3, 4]], attributes: { axes: [1], keepDims: true } },
    { inputs: [[3, 4]], attributes: { axes: [0], keepDims: false } },
    { inputs: [[2, 3, 2]], attributes: { axes: [0, 2], keepDims: false } },
    { inputs: [[2, 3]], attributes: { axes: [0, 1], keepDims: false } },
  ],
});

/** Parts that a large column sum is cut in, and the size from which it is: see {@link emitReduction}. */
const columnParts = 8;
const largeColumns = 2 ** 17;

/**
 * A sum over leading axes goes in two stages when it is large: ONNX Runtime adds up [parts, rows, columns] over the middle axis faster
 * than [rows, columns] over the first, above all with a second thread (0.22 to 0.08 ms for [2048, 512] on two).
 */
function emitReduction(emitter: OnnxEmitter, node: Node, onnx: string): void {
  const { shape } = node.inputs[0] as Tensor;
  const axes = reducedAxes(node.attributes);
  const name = emitter.name(node.inputs[0] as Tensor);
  const attributes = { keepdims: node.attributes.keepDims ? 1 : 0 };
  const rows = size(axes.map((axis) => shape[axis] as number));
  const leading = axes.length < shape.length && axes.every((axis, i) => axis === i);
  if (onnx !== 'ReduceSum' || !leading || rows % columnParts !== 0 || size(shape) < largeColumns) {
    emitter.emit(onnx, [name, emitter.ints(axes)], { attributes, outputs: emitter.outputs(node) });
    return;
  }
  const [parts] = emitter.emit('Reshape', [name, emitter.ints([columnParts, rows / columnParts, ...shape.slice(axes.length)])]) as [string];
  const [partial] = emitter.emit('ReduceSum', [parts, emitter.ints([1])], { attributes: { keepdims: 0 } }) as [string];
  if (!node.attributes.keepDims) {
    emitter.emit('ReduceSum', [partial, emitter.ints([0])], { attributes, outputs: emitter.outputs(node) });
    return;
  }
  const [total] = emitter.emit('ReduceSum', [partial, emitter.ints([0])], { attributes: { keepdims: 0 } }) as [string];
  emitter.emit('Reshape', [total, emitter.ints((node.outputs[0] as Tensor).shape)], { outputs: emitter.outputs(node) });
}

function reduceEvaluate(
  x: DenseValue,
  axes: readonly number[],
  length: number,
  start: number,
  step: Reduction['step'],
  finish: (accumulator: number, count: number) => number,
): Float64Array {
  const result = new Float64Array(length).fill(start);
  const strides = stridesOf(keptShape(x.shape, axes)).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const targets = stridedIndices(x.shape, strides);
  for (const [flat, target] of targets.entries()) result[target] = step(result[target] as number, x.data[flat] as number);
  return result.map((value) => finish(value, x.data.length / length));
}

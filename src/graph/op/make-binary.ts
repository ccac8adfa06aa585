import type { ElementFunction } from '../lowering.ts';
import { sumTo } from '../math.ts';
import type { DenseValue, Example, Op } from '../tensor.ts';
import { broadcastShapes, type Shape, type Tensor } from '../tensor.ts';
import { broadcast } from './strides.ts';

interface Binary {
  readonly id: ElementFunction;
  readonly onnx: string;
  readonly f: (a: number, b: number) => number;
  /** Gradients of both inputs before they are summed back to the inputs' shapes. */
  readonly gradient: ((dy: Tensor, a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor, Tensor]) | 'none';
  readonly range?: Example['range'];
  readonly emit?: Op['onnx'];
}

/** An op on pairs of elements, with NumPy broadcasting. */
export const binary = ({ id, onnx, f, gradient, range, emit }: Binary): Op => ({
  id,
  infer: ([a, b]) => [{ shape: broadcastShapes((a as Tensor).shape, (b as Tensor).shape), dtype: 'float' }],
  ...(gradient !== 'none' && {
    gradient: (node, [dy]) => {
      const [a, b] = node.inputs as [Tensor, Tensor];
      const [da, db] = gradient(dy as Tensor, a, b, node.outputs[0] as Tensor);
      return [sumTo(da, a.shape), sumTo(db, b.shape)];
    },
  }),
  onnx:
    emit ??
    ((emitter, node) => {
      emitter.emit(onnx, node.inputs.map(emitter.name), { outputs: emitter.outputs(node) });
    }),
  lower: (lowering, node) => [lowering.map(id, ...node.inputs.map(lowering.of))],
  evaluate: ([a, b], _attributes, [y]) => [broadcastEvaluate(f, a as DenseValue, b as DenseValue, (y as Tensor).shape)],
  examples: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      ...(range && { range }),
    },
    { inputs: [[2, 3], [3]], ...(range && { range }) },
    {
      inputs: [
        [2, 1],
        [4, 1, 3],
      ],
      ...(range && { range }),
    },
  ],
});

function broadcastEvaluate(f: (a: number, b: number) => number, a: DenseValue, b: DenseValue, shape: Shape): Float64Array {
  const [left, right] = [broadcast(a.data, a.shape, shape), broadcast(b.data, b.shape, shape)];
  return left.map((value, i) => f(value, right[i] as number));
}

import { sumTo } from '../math.ts';
import type { DenseValue, Example, Op } from '../op-type.ts';
import { broadcastShapes, type Shape, size, type Tensor } from '../tensor.ts';

interface Binary {
  readonly id: string;
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
  const result = new Float64Array(size(shape));
  const indexA = broadcastIndex(a.shape, shape);
  const indexB = broadcastIndex(b.shape, shape);
  for (let i = 0; i < result.length; i++) result[i] = f(a.data[indexA(i)] as number, b.data[indexB(i)] as number);
  return result;
}

/** Maps a flat index into `to` back to the flat index into `from`. */
export function broadcastIndex(from: Shape, to: Shape): (flat: number) => number {
  const total = size(to);
  if (size(from) === total) return (flat) => flat;
  if (size(from) === 1) return () => 0;
  const lead = to.length - from.length;
  const steps = to.map((extent, axis) => {
    const own = axis < lead ? 1 : (from[axis - lead] as number);
    return { block: size(to.slice(axis + 1)), extent, stride: own === 1 ? 0 : size(from.slice(axis - lead + 1)) };
  });
  return (flat) => steps.reduce((sum, { block, extent, stride }) => sum + (Math.floor(flat / block) % extent) * stride, 0);
}

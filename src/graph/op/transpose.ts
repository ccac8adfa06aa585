import { transpose } from '../math.ts';
import type { DenseValue, Op, Tensor } from '../tensor.ts';
import { stridedIndices, stridesOf } from './strides.ts';

export const transposeOp: Op = {
  id: 'transpose',
  infer: ([x], { order }) => {
    const { shape, dtype } = x as Tensor;
    const axes = order as readonly number[];
    if ([...axes].sort((a, b) => a - b).some((axis, i) => axis !== i) || axes.length !== shape.length) {
      throw new Error(`[${axes}] does not order the axes of shape [${shape}]`);
    }
    return [{ shape: axes.map((axis) => shape[axis] as number), dtype }];
  },
  gradient: (node, [dy]) => {
    const order = node.attributes.order as readonly number[];
    return [
      transpose(
        dy as Tensor,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
  onnx: (emitter, node) => {
    emitter.emit('Transpose', [emitter.name(node.inputs[0] as Tensor)], {
      attributes: { perm: node.attributes.order as readonly number[] },
      outputs: emitter.outputs(node),
    });
  },
  lower: (lowering, node) => [lowering.transpose(lowering.of(node.inputs[0] as Tensor), node.attributes.order as readonly number[])],
  evaluate: ([x], { order }, [y]) => [transposeEvaluate(x as DenseValue, order as readonly number[], (y as Tensor).shape)],
  examples: [{ inputs: [[2, 3, 4]], attributes: { order: [2, 0, 1] } }],
};

function transposeEvaluate({ data, shape: from }: DenseValue, order: readonly number[], shape: readonly number[]): Float64Array {
  const strides = stridesOf(from);
  const indices = stridedIndices(
    shape,
    order.map((axis) => strides[axis]),
  );
  return new Float64Array(data.length).map((_, flat) => data[indices[flat]]);
}

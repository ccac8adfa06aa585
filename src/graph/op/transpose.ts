import { transpose } from '../math.ts';
import type { DenseValue, Op } from '../op-type.ts';
import { size, type Tensor } from '../tensor.ts';

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
  evaluate: ([x], { order }, [y]) => [transposeEvaluate(x as DenseValue, order as readonly number[], (y as Tensor).shape)],
  examples: [{ inputs: [[2, 3, 4]], attributes: { order: [2, 0, 1] } }],
};

function transposeEvaluate(x: DenseValue, order: readonly number[], shape: readonly number[]): Float64Array {
  const strides = order.map((axis) => size(x.shape.slice(axis + 1)));
  const blocks = shape.map((_, axis) => size(shape.slice(axis + 1)));
  const result = new Float64Array(x.data.length);
  for (let flat = 0; flat < result.length; flat++) {
    let source = 0;
    for (let axis = 0; axis < strides.length; axis++) {
      source += (Math.floor(flat / (blocks[axis] as number)) % (shape[axis] as number)) * (strides[axis] as number);
    }
    result[flat] = x.data[source] as number;
  }
  return result;
}

import { sumTo } from '../math.ts';
import type { DenseValue, Op } from '../tensor.ts';
import { broadcastShapes, type Shape, sameShape, type Tensor } from '../tensor.ts';
import { broadcast } from './strides.ts';

export const expandOp: Op = {
  id: 'expand',
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes((x as Tensor).shape, shape as Shape), shape as Shape)) {
      throw new Error(`[${(x as Tensor).shape}] does not expand to [${shape}]`);
    }
    return [{ shape: shape as Shape, dtype: (x as Tensor).dtype }];
  },
  gradient: (node, [dy]) => [sumTo(dy as Tensor, (node.inputs[0] as Tensor).shape)],
  onnx: (emitter, node) => {
    emitter.emit('Expand', [emitter.name(node.inputs[0] as Tensor), emitter.ints(node.attributes.shape as Shape)], {
      outputs: emitter.outputs(node),
    });
  },
  lower: (lowering, node) => [lowering.expand(lowering.of(node.inputs[0] as Tensor), node.attributes.shape as Shape)],
  evaluate: ([x], _attributes, [y]) => {
    const { shape, data } = x as DenseValue;
    return [broadcast(data, shape, (y as Tensor).shape)];
  },
  examples: [{ inputs: [[2, 1]], attributes: { shape: [3, 2, 4] } }],
};

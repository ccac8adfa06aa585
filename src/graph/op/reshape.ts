import { reshape } from '../math.ts';
import type { Op } from '../tensor.ts';
import { type Shape, size, type Tensor } from '../tensor.ts';

export const reshapeOp: Op = {
  id: 'reshape',
  infer: ([x], { shape }) => {
    const from = (x as Tensor).shape;
    if (size(from) !== size(shape as Shape)) throw new Error(`cannot reshape [${from}] to [${shape}]`);
    return [{ shape: shape as Shape, dtype: (x as Tensor).dtype }];
  },
  gradient: (node, [dy]) => [reshape(dy as Tensor, (node.inputs[0] as Tensor).shape)],
  onnx: (emitter, node) => {
    emitter.emit('Reshape', [emitter.name(node.inputs[0] as Tensor), emitter.ints(node.attributes.shape as Shape)], {
      outputs: emitter.outputs(node),
    });
  },
  lower: (lowering, node) => [lowering.reshape(lowering.of(node.inputs[0] as Tensor), node.attributes.shape as Shape)],
  evaluate: ([x]) => [(x as { data: Float64Array }).data],
  examples: [{ inputs: [[2, 6]], attributes: { shape: [3, 4] } }],
};

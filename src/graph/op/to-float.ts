import type { DenseValue, Op, Tensor } from '../tensor.ts';

/** A bool mask as float zeros and ones. */
export const toFloatOp: Op = {
  id: 'to-float',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'float' }],
  onnx: (emitter, node) => {
    emitter.emit('Cast', [emitter.name(node.inputs[0] as Tensor)], { attributes: { to: 1 }, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => [lowering.map('copy', lowering.of(node.inputs[0] as Tensor))],
  evaluate: ([x]) => [(x as DenseValue).data],
  examples: [{ inputs: [{ shape: [3], dtype: 'bool', data: [1, 0, 1] }] }],
};

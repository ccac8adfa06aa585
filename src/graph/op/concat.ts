import { slice } from '../math.ts';
import type { Op } from '../tensor.ts';
import { size, type Tensor, type TensorType } from '../tensor.ts';

export const concatOp: Op = {
  id: 'concat',
  infer: (inputs, { axis }) => {
    const first = inputs[0] as Tensor;
    const fits = (input: TensorType) =>
      input.dtype === first.dtype && input.shape.every((extent, i) => i === axis || extent === first.shape[i]);
    if (!inputs.every(fits)) throw new Error(`concat: [${inputs.map(({ shape }) => `[${shape}]`)}] differ outside axis ${axis}`);
    const total = inputs.reduce((sum, input) => sum + (input.shape[axis as number] as number), 0);
    return [{ shape: first.shape.map((extent, i) => (i === axis ? total : extent)), dtype: first.dtype }];
  },
  gradient: (node, [dy]) => {
    const axis = node.attributes.axis as number;
    let start = 0;
    return node.inputs.map((input) => {
      const length = input.shape[axis] as number;
      start += length;
      return slice(dy as Tensor, axis, start - length, length);
    });
  },
  onnx: (emitter, node) => {
    emitter.emit('Concat', node.inputs.map(emitter.name), {
      attributes: { axis: node.attributes.axis as number },
      outputs: emitter.outputs(node),
    });
  },
  lower: (lowering, node) => [lowering.join(node.inputs.map(lowering.of), node.attributes.axis as number)],
  evaluate: (inputs, { axis }, [y]) => {
    const { shape } = y as Tensor;
    const inner = size(shape.slice((axis as number) + 1));
    const row = (shape[axis as number] as number) * inner;
    const result = new Float64Array(size(shape));
    let offset = 0;
    for (const { shape: own, data } of inputs) {
      const block = (own[axis as number] as number) * inner;
      for (let outer = 0; outer * block < data.length; outer++)
        result.set(data.subarray(outer * block, (outer + 1) * block), outer * row + offset);
      offset += block;
    }
    return [result];
  },
  examples: [
    {
      inputs: [
        [2, 3],
        [2, 1],
      ],
      attributes: { axis: 1 },
    },
    { inputs: [[2], [3]], attributes: { axis: 0 } },
  ],
};

import { concat } from '../math.ts';
import type { DenseValue, Op } from '../tensor.ts';
import { size, type Tensor } from '../tensor.ts';

export const sliceOp: Op = {
  id: 'slice',
  infer: ([x], { axis, start, length }) => {
    const { shape, dtype } = x as Tensor;
    if ((start as number) + (length as number) > (shape[axis as number] ?? 0))
      throw new Error(`slice runs past axis ${axis} of [${shape}]`);
    return [{ shape: shape.map((extent, i) => (i === axis ? (length as number) : extent)), dtype }];
  },
  gradient: (node, [dy]) => {
    const x = node.inputs[0] as Tensor;
    const { axis, start, length } = node.attributes as { axis: number; start: number; length: number };
    const zeros = (extent: number) => {
      const shape = x.shape.map((own, i) => (i === axis ? extent : own));
      return node.graph.apply(
        'expand',
        [
          node.graph.constant(
            [0],
            shape.map(() => 1),
          ),
        ],
        { shape },
      )[0] as Tensor;
    };
    const after = (x.shape[axis] as number) - start - length;
    return [concat([...(start ? [zeros(start)] : []), dy as Tensor, ...(after ? [zeros(after)] : [])], axis)];
  },
  onnx: (emitter, node) => {
    const { axis, start, length } = node.attributes as { axis: number; start: number; length: number };
    const inputs = [emitter.name(node.inputs[0] as Tensor), emitter.ints([start]), emitter.ints([start + length]), emitter.ints([axis])];
    emitter.emit('Slice', inputs, { outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => {
    const { axis, start, length } = node.attributes as { axis: number; start: number; length: number };
    return [lowering.slice(lowering.of(node.inputs[0] as Tensor), axis, start, length)];
  },
  evaluate: ([x], { axis, start, length }) => {
    const { shape, data } = x as DenseValue;
    const inner = size(shape.slice((axis as number) + 1));
    const extent = shape[axis as number] as number;
    const block = (length as number) * inner;
    const result = new Float64Array((data.length / extent) * (length as number));
    for (let outer = 0; outer * block < result.length; outer++) {
      const from = outer * extent * inner + (start as number) * inner;
      result.set(data.subarray(from, from + block), outer * block);
    }
    return [result];
  },
  examples: [
    { inputs: [[4, 3]], attributes: { axis: 0, start: 1, length: 2 } },
    { inputs: [[2, 5]], attributes: { axis: 1, start: 0, length: 3 } },
  ],
};

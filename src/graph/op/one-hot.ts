import type { DenseValue, Op } from '../tensor.ts';
import { size, type Tensor } from '../tensor.ts';

/** int indices [...] to float [..., depth]: 1 at the index, 0 elsewhere. */
export const oneHotOp: Op = {
  id: 'one-hot',
  infer: ([indices], { depth }) => [{ shape: [...(indices as Tensor).shape, depth as number], dtype: 'float' }],
  onnx: (emitter, node) => {
    const indices = node.inputs[0] as Tensor;
    const depth = node.attributes.depth as number;
    const [column] = emitter.emit('Reshape', [emitter.name(indices), emitter.ints([...indices.shape, 1])]) as [string];
    const iota = emitter.int32(
      Array.from({ length: depth }, (_, i) => i),
      [depth],
    );
    const [hit] = emitter.emit('Equal', [column, iota]) as [string];
    emitter.emit('Cast', [hit], { attributes: { to: 1 }, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => [lowering.oneHot(lowering.of(node.inputs[0] as Tensor), node.attributes.depth as number)],
  evaluate: ([indices], { depth }, [y]) => {
    const result = new Float64Array(size((y as Tensor).shape));
    (indices as DenseValue).data.forEach((hot, i) => {
      result[i * (depth as number) + hot] = 1;
    });
    return [result];
  },
  examples: [{ inputs: [{ shape: [4], dtype: 'int', data: [0, 2, 1, 2] }], attributes: { depth: 3 } }],
};

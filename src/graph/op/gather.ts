import { matmul, oneHot, reshape } from '../math.ts';
import type { DenseValue, Op } from '../tensor.ts';
import { size, type Tensor } from '../tensor.ts';

/** Rows of a table [V, d] at int indices of any shape: [..., d]. The gradient is onehot^T @ dy, a product every engine has in a fixed order. */
export const gatherOp: Op = {
  id: 'gather',
  infer: ([table, indices]) => [{ shape: [...(indices as Tensor).shape, (table as Tensor).shape[1] as number], dtype: 'float' }],
  gradient: (node, [dy]) => {
    const [table, indices] = node.inputs as [Tensor, Tensor];
    const [rows, width] = table.shape as [number, number];
    const count = size(indices.shape);
    const hot = reshape(oneHot(indices, rows), [count, rows]);
    return [matmul(hot, reshape(dy as Tensor, [count, width]), { transA: true }), undefined];
  },
  onnx: (emitter, node) => {
    emitter.emit('Gather', node.inputs.map(emitter.name), { attributes: { axis: 0 }, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => [lowering.gather(lowering.of(node.inputs[0] as Tensor), lowering.of(node.inputs[1] as Tensor))],
  evaluate: ([table, indices]) => {
    const { shape, data } = table as DenseValue;
    const width = shape[1] as number;
    const picks = (indices as DenseValue).data;
    const result = new Float64Array(picks.length * width);
    picks.forEach((row, i) => {
      result.set(data.subarray(row * width, (row + 1) * width), i * width);
    });
    return [result];
  },
  examples: [{ inputs: [[4, 3], { shape: [2, 3], dtype: 'int', data: [0, 3, 3, 1, 0, 2] }] }],
};

import type { View } from '../lowering.ts';
import { matmul, sum } from '../math.ts';
import type { DenseValue, Op, Tensor } from '../tensor.ts';
import { matmulEvaluate } from './matmul.ts';

/** y = x @ weight^T + bias with x [N, in], weight [out, in], bias [out]. */
export const linearOp: Op = {
  id: 'linear',
  infer: ([x, weight, bias]) => {
    const [n, input] = (x as Tensor).shape as [number, number];
    const [output, expected] = (weight as Tensor).shape as [number, number];
    if (input !== expected || (bias as Tensor).shape[0] !== output)
      throw new Error(`linear: x [${(x as Tensor).shape}], weight [${(weight as Tensor).shape}]`);
    return [{ shape: [n, output], dtype: 'float' }];
  },
  gradient: (node, [dy]) => {
    const [x, weight] = node.inputs as [Tensor, Tensor, Tensor];
    const gradient = dy as Tensor;
    return [matmul(gradient, weight), matmul(gradient, x, { transA: true }), sum(gradient, { axes: [0] })];
  },
  onnx: (emitter, node) => {
    emitter.emit('Gemm', node.inputs.map(emitter.name), { attributes: { transB: 1 }, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => {
    const [x, weight, bias] = node.inputs.map(lowering.of) as [View, View, View];
    return [lowering.product(x, lowering.transpose(weight, [1, 0]), { bias })];
  },
  evaluate: ([x, weight, bias], _attributes, [y]) => {
    const { shape } = y as Tensor;
    const product = matmulEvaluate(x as DenseValue, weight as DenseValue, { transA: false, transB: true, scale: 1 }, shape);
    return [product.map((value, flat) => value + ((bias as DenseValue).data[flat % (shape[1] as number)] as number))];
  },
  examples: [{ inputs: [[3, 4], [2, 4], [2]] }],
};

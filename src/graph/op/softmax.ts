import { mul, sub, sum } from '../math.ts';
import type { DenseValue, Op, Tensor } from '../tensor.ts';

/** exp(x - max) / sum over the last axis. dx = y * (dy - sum(dy * y)). */
export const softmaxOp: Op = {
  id: 'softmax',
  infer: ([x]) => [x as Tensor],
  gradient: (node, [dy]) => {
    const y = node.outputs[0] as Tensor;
    const inner = sum(mul(dy as Tensor, y), { axes: [-1], keepDims: true });
    return [mul(y, sub(dy as Tensor, inner))];
  },
  onnx: (emitter, node) => {
    emitter.emit('Softmax', [emitter.name(node.inputs[0] as Tensor)], { attributes: { axis: -1 }, outputs: emitter.outputs(node) });
  },
  lower: (lowering, node) => {
    const x = lowering.of(node.inputs[0] as Tensor);
    const last = [x.shape.length - 1];
    const powers = lowering.map('exp', lowering.map('sub', x, lowering.reduce('max', x, last, true)));
    return [lowering.map('div', powers, lowering.reduce('sum', powers, last, true))];
  },
  evaluate: ([x]) => [softmaxEvaluate(x as DenseValue)],
  examples: [{ inputs: [[3, 5]] }, { inputs: [[2, 2, 3]] }],
};

export function softmaxEvaluate({ shape, data }: DenseValue): Float64Array {
  const row = shape.at(-1) as number;
  const result = Float64Array.from(data);
  for (let start = 0; start < data.length; start += row) {
    const view = result.subarray(start, start + row);
    const top = view.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (let i = 0; i < row; i++) {
      view[i] = Math.exp((view[i] as number) - top);
      total += view[i] as number;
    }
    for (let i = 0; i < row; i++) view[i] = (view[i] as number) / total;
  }
  return result;
}

import type { View } from '../lowering.ts';
import { mul, sub, sum } from '../math.ts';
import type { DenseValue, EmitOptions, Node, OnnxEmitter, Op, Tensor } from '../tensor.ts';
import { inverseRoot, meanOfRows, weightedMean } from './layer-norm.ts';

/**
 * y = x / sqrt(mean(x^2) + eps) * weight over the last axis (Zhang & Sennrich 2019, eps inside the root).
 * Outputs y and 1 / sqrt(mean(x^2) + eps), which serves the gradient.
 */
export const rmsNormOp: Op = {
  id: 'rms-norm',
  infer: ([x]) => {
    const { shape } = x as Tensor;
    return [
      { shape, dtype: 'float' },
      { shape: [...shape.slice(0, -1), 1], dtype: 'float' },
    ];
  },
  gradient: (node, [gradient]) => {
    const [x, weight] = node.inputs as [Tensor, Tensor];
    const inverse = node.outputs[1] as Tensor;
    const dy = gradient as Tensor;
    const normalized = mul(x, inverse);
    const dyNormalized = mul(dy, normalized);
    const along = mul(normalized, weightedMean(dyNormalized, weight));
    const rows = { axes: x.shape.slice(0, -1).map((_, axis) => axis) };
    return [mul(sub(mul(dy, weight), along), inverse), sum(dyNormalized, rows)];
  },
  onnx: (emitter, node) => {
    const epsilon = { float: node.attributes.eps as number };
    const [y, inverse] = emitter.outputs(node) as [string, string];
    if (!emitter.fused) emitSteps(emitter, node, epsilon.float, [y, inverse]);
    else
      emitter.emit('SimplifiedLayerNormalization', node.inputs.map(emitter.name), {
        attributes: { axis: -1, epsilon },
        outputs: [y, inverse],
      });
  },
  lower: (lowering, node) => {
    const [x, weight] = node.inputs.map(lowering.of) as [View, View];
    const inverse = inverseRoot(lowering, meanOfRows(lowering, lowering.map('mul', x, x)), node.attributes.eps as number);
    return [lowering.map('mul', lowering.map('mul', x, inverse), weight), inverse];
  },
  evaluate: ([x, weight], { eps }) => {
    const { shape, data } = x as DenseValue;
    const d = shape.at(-1) as number;
    const [y, inverses] = [new Float64Array(data.length), new Float64Array(data.length / d)];
    for (let row = 0; row < inverses.length; row++) {
      const values = data.subarray(row * d, (row + 1) * d);
      const inverse = 1 / Math.sqrt(values.reduce((a, b) => a + b * b, 0) / d + (eps as number));
      inverses[row] = inverse;
      values.forEach((value, i) => {
        y[row * d + i] = value * inverse * ((weight as DenseValue).data[i] as number);
      });
    }
    return [y, inverses];
  },
  examples: [{ inputs: [[3, 5], [5]], attributes: { eps: 1e-6 } }],
};

/** One operator after the other: WebGPU's kernel of the one above writes the mean of x where the inverse belongs. */
function emitSteps(emitter: OnnxEmitter, node: Node, eps: number, [y, inverse]: readonly [string, string]): void {
  const [x, weight] = node.inputs as [Tensor, Tensor];
  const one = (op: string, inputs: readonly string[], options?: EmitOptions) => emitter.emit(op, inputs, options)[0] as string;
  const total = one('ReduceSumSquare', [emitter.name(x), emitter.ints([x.shape.length - 1])], { attributes: { keepdims: 1 } });
  const mean = one('Mul', [total, emitter.float([1 / (x.shape.at(-1) as number)], [])]);
  const root = one('Sqrt', [one('Add', [mean, emitter.float([eps], [])])]);
  one('Reciprocal', [root], { outputs: [inverse] });
  one('Mul', [one('Mul', [emitter.name(x), inverse]), emitter.name(weight)], { outputs: [y] });
}

import type { Lowering, View } from '../lowering.ts';
import { matmul, mul, reshape, sub, sum } from '../math.ts';
import type { DenseValue, Op } from '../tensor.ts';
import { size, type Tensor } from '../tensor.ts';

/** mean(x ∘ weight) over the last axis, kept: a product with one column, so that x ∘ weight is never written. */
export function weightedMean(x: Tensor, weight: Tensor): Tensor {
  const features = x.shape.at(-1) as number;
  const flat = reshape(x, [size(x.shape) / features, features]);
  return reshape(matmul(flat, reshape(weight, [features, 1]), { scale: 1 / features }), [...x.shape.slice(0, -1), 1]);
}

/**
 * y = (x - mu) / sqrt(var + eps) * weight + bias over the last axis, biased variance (Ba et al. 2016).
 * Outputs y, mu and 1 / sqrt(var + eps); the last two serve the gradient and carry none themselves.
 */
export const layerNormOp: Op = {
  id: 'layer-norm',
  infer: ([x]) => {
    const { shape } = x as Tensor;
    const statistics = { shape: [...shape.slice(0, -1), 1], dtype: 'float' as const };
    return [{ shape, dtype: 'float' }, statistics, statistics];
  },
  gradient: (node, [gradient]) => {
    const [x, weight] = node.inputs as [Tensor, Tensor, Tensor];
    const [, mu, inverse] = node.outputs as [Tensor, Tensor, Tensor];
    const dy = gradient as Tensor;
    const normalized = mul(sub(x, mu), inverse);
    const dyNormalized = mul(dy, normalized);
    const along = mul(normalized, weightedMean(dyNormalized, weight));
    const dx = mul(sub(sub(mul(dy, weight), weightedMean(dy, weight)), along), inverse);
    const rows = { axes: x.shape.slice(0, -1).map((_, axis) => axis) };
    return [dx, sum(dyNormalized, rows), sum(dy, rows)];
  },
  onnx: (emitter, node) => {
    emitter.emit('LayerNormalization', node.inputs.map(emitter.name), {
      attributes: { axis: -1, epsilon: { float: node.attributes.eps as number } },
      outputs: emitter.outputs(node),
    });
  },
  lower: (lowering, node) => {
    const [x, weight, bias] = node.inputs.map(lowering.of) as [View, View, View];
    const mu = meanOfRows(lowering, x);
    const centered = lowering.map('sub', x, mu);
    const inverse = inverseRoot(lowering, meanOfRows(lowering, lowering.map('mul', centered, centered)), node.attributes.eps as number);
    const scaled = lowering.map('mul', lowering.map('mul', centered, inverse), weight);
    return [lowering.map('add', scaled, bias), mu, inverse];
  },
  evaluate: ([x, weight, bias], { eps }) => {
    const { shape, data } = x as DenseValue;
    const d = shape.at(-1) as number;
    const [y, mus, inverses] = [new Float64Array(data.length), new Float64Array(data.length / d), new Float64Array(data.length / d)];
    for (let row = 0; row < mus.length; row++) {
      const values = data.subarray(row * d, (row + 1) * d);
      const mu = values.reduce((a, b) => a + b, 0) / d;
      const variance = values.reduce((a, b) => a + (b - mu) ** 2, 0) / d;
      mus[row] = mu;
      const inverse = 1 / Math.sqrt(variance + (eps as number));
      inverses[row] = inverse;
      values.forEach((value, i) => {
        y[row * d + i] = (value - mu) * inverse * ((weight as DenseValue).data[i] as number) + ((bias as DenseValue).data[i] as number);
      });
    }
    return [y, mus, inverses];
  },
  examples: [
    { inputs: [[3, 5], [5], [5]], attributes: { eps: 1e-5 } },
    { inputs: [[2, 2, 4], [4], [4]], attributes: { eps: 0.1 } },
  ],
};

/** Mean over the last axis, kept. */
export const meanOfRows = (lowering: Lowering, x: View): View =>
  lowering.map('mul', lowering.reduce('sum', x, [x.shape.length - 1], true), 1 / (x.shape.at(-1) as number));

/** 1 / sqrt(x + eps) */
export const inverseRoot = (lowering: Lowering, x: View, eps: number): View =>
  lowering.map('div', 1, lowering.map('sqrt', lowering.map('add', x, eps)));

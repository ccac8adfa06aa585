import { add, exp, mul, square, sub } from '../math.ts';
import type { DenseValue, Op, Tensor } from '../tensor.ts';
import { erfFloat64 } from './erf.ts';

/**
 * The exact GELU, x · Phi(x). Outputs y, Phi(x) and x / sqrt(2): the gradient Phi(x) + x · phi(x) needs both, and computing the
 * error function once for both directions costs less than the fused operator and a second one.
 */
export const geluOp: Op = {
  id: 'gelu',
  infer: ([x]) => [x as Tensor, x as Tensor, x as Tensor],
  gradient: (node, [dy]) => {
    const x = node.inputs[0] as Tensor;
    const [, cdf, scaled] = node.outputs as [Tensor, Tensor, Tensor];
    // phi(x) = exp(-x²/2) / sqrt(2 pi), the factor folded into the exponent.
    const density = exp(sub(-0.5 * Math.log(2 * Math.PI), square(scaled)));
    return [mul(dy as Tensor, add(cdf, mul(x, density)))];
  },
  onnx: (emitter, node) => {
    const x = emitter.name(node.inputs[0] as Tensor);
    const [y, cdf, scaled] = emitter.outputs(node) as [string, string, string];
    emitter.emit('Mul', [x, emitter.float([Math.SQRT1_2], [])], { outputs: [scaled] });
    const [error] = emitter.emit('Erf', [scaled]) as [string];
    const half = emitter.float([0.5], []);
    const [centered] = emitter.emit('Mul', [error, half]) as [string];
    emitter.emit('Add', [centered, half], { outputs: [cdf] });
    emitter.emit('Mul', [x, cdf], { outputs: [y] });
  },
  lower: (lowering, node) => {
    const x = lowering.of(node.inputs[0] as Tensor);
    const scaled = lowering.map('mul', x, Math.SQRT1_2);
    const cdf = lowering.map('add', lowering.map('mul', lowering.map('erf', scaled), 0.5), 0.5);
    return [lowering.map('mul', x, cdf), cdf, scaled];
  },
  evaluate: ([x]) => {
    const { data } = x as DenseValue;
    const scaled = data.map((value) => value * Math.SQRT1_2);
    const cdf = scaled.map((value) => 0.5 * (1 + erfFloat64(value)));
    return [data.map((value, i) => value * (cdf[i] as number)), cdf, scaled];
  },
  examples: [{ inputs: [[3, 4]] }],
};

import { matmul, mul, sub, sum, transpose } from '../math.ts';
import type { DenseValue, Op } from '../op-type.ts';
import type { Tensor } from '../tensor.ts';
import { matmulEvaluate } from './matmul.ts';
import { softmaxEvaluate } from './softmax.ts';

/** Stands for minus infinity; finite, because some GPU back ends may assume that no infinities occur. */
const masked = -1e30;

const flip = (x: Tensor): Tensor => transpose(x, [0, 1, 3, 2]);

/**
 * Causal attention of every head at once: P = softmax(scale · q k^T + mask), y = P v, with q, k, v [batch, heads, T, dHead].
 * Outputs y and P. One op rather than five, because its gradient has cheaper forms than the chain rule finds:
 * sum(dP ∘ P) over keys equals sum(dy ∘ y) over features, and dk, dv come as (q^T dS)^T and (dy^T P)^T, so that the
 * matrix to transpose is the small one.
 */
export const attendOp: Op = {
  id: 'attend',
  infer: ([q]) => {
    const { shape } = q as Tensor;
    const [batch, heads, length] = shape as [number, number, number];
    return [
      { shape, dtype: 'float' },
      { shape: [batch, heads, length, length], dtype: 'float' },
    ];
  },
  gradient: (node, [gradient]) => {
    const [q, k, v] = node.inputs as [Tensor, Tensor, Tensor];
    const [y, weights] = node.outputs as [Tensor, Tensor];
    const dy = gradient as Tensor;
    const scale = node.attributes.scale as number;
    const inner = sum(mul(dy, y), { axes: [-1], keepDims: true });
    const dScores = mul(weights, sub(matmul(dy, v, { transB: true }), inner));
    const dk = flip(matmul(q, dScores, { transA: true, scale }));
    const dv = flip(matmul(dy, weights, { transA: true }));
    return [matmul(dScores, k, { scale }), dk, dv];
  },
  onnx: (emitter, node) => {
    const [q, k, v] = node.inputs.map(emitter.name) as [string, string, string];
    const [y, weights] = emitter.outputs(node) as [string, string];
    const length = (node.inputs[0] as Tensor).shape[2] as number;
    const attributes = { transB: 1, alpha: { float: node.attributes.scale as number } };
    const [scores] = emitter.emit('FusedMatMul', [q, k], { domain: 'com.microsoft', attributes }) as [string];
    const [open] = emitter.emit('Add', [scores, emitter.float(causalMask(length), [length, length])]) as [string];
    emitter.emit('Softmax', [open], { attributes: { axis: -1 }, outputs: [weights] });
    emitter.emit('MatMul', [weights, v], { outputs: [y] });
  },
  evaluate: ([q, k, v], { scale }, [y, weights]) => {
    const shape = (weights as Tensor).shape;
    const mask = causalMask(shape[2] as number);
    const scores = matmulEvaluate(q as DenseValue, k as DenseValue, { transA: false, transB: true, scale: scale as number }, shape);
    const p = softmaxEvaluate({ shape, data: scores.map((score, flat) => score + (mask[flat % mask.length] as number)) });
    return [matmulEvaluate({ shape, data: p }, v as DenseValue, { transA: false, transB: false, scale: 1 }, (y as Tensor).shape), p];
  },
  examples: [
    {
      inputs: [
        [2, 2, 4, 3],
        [2, 2, 4, 3],
        [2, 2, 4, 3],
      ],
      attributes: { scale: 0.5 },
    },
  ],
};

/** [T, T]: 0 where a query may look, a huge negative number where it may not. */
const causalMask = (length: number): Float64Array =>
  Float64Array.from({ length: length * length }, (_, flat) => (flat % length > Math.floor(flat / length) ? masked : 0));

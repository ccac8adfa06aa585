import type { View } from '../lowering.ts';
import type { Attributes, DenseValue, Op } from '../tensor.ts';
import { sameShape, type Tensor } from '../tensor.ts';
import { emitProduct, factor, matmulEvaluate } from './matmul.ts';
import { softmaxEvaluate } from './softmax.ts';

/** Stands for minus infinity; finite, because some GPU back ends may assume that no infinities occur. */
const closed = -1e30;

/**
 * Attention of every head at once: P = softmax(scale · q k^T + mask + bias), y = P v, with q [batch, heads, T, dHead], k and v
 * [batch, heads, S, dHead], the mask causal or none and an optional bias [batch, 1, 1, S]. Outputs y and P; P carries no gradient. One op
 * rather than five, because its gradient has cheaper forms than the chain rule finds: see attend-gradient.
 */
export const attendOp: Op = {
  id: 'attend',
  infer: ([q, k, v, bias], { causal }) => {
    const [batch, heads, length, dHead] = (q as Tensor).shape as [number, number, number, number];
    const sourceLen = (k as Tensor).shape[2] as number;
    const expected = [batch, heads, sourceLen, dHead];
    if (!sameShape((k as Tensor).shape, expected) || !sameShape((v as Tensor).shape, expected))
      throw new Error(
        `attend: keys [${(k as Tensor).shape}] and values [${(v as Tensor).shape}] do not fit queries [${(q as Tensor).shape}]`,
      );
    if (causal && sourceLen !== length) throw new Error('attend: causal attention needs as many keys as queries');
    if (bias && !sameShape(bias.shape, [batch, 1, 1, sourceLen])) throw new Error(`attend: bias [${bias.shape}] is not [batch, 1, 1, S]`);
    return [
      { shape: [batch, heads, length, dHead], dtype: 'float' },
      { shape: [batch, heads, length, sourceLen], dtype: 'float' },
    ];
  },
  gradient: (node, [dy, dWeights]) => {
    if (!dy || dWeights) throw new Error('attend: nobody has written the gradient of its weights');
    const [q, k, v, ...bias] = node.inputs as [Tensor, Tensor, Tensor, Tensor?];
    return node.graph.apply('attend-gradient', [q, k, v, ...node.outputs, dy, ...(bias as Tensor[])], node.attributes);
  },
  onnx: (emitter, node) => {
    const [q, k, v, bias] = node.inputs as [Tensor, Tensor, Tensor, Tensor?];
    const [y, weights] = emitter.outputs(node) as [string, string];
    const length = (node.inputs[0] as Tensor).shape[2] as number;
    const plus = (scores: string, mask: string): string => emitter.emit('Add', [scores, mask])[0] as string;
    const scores = emitProduct(emitter, [factor(emitter, q), factor(emitter, k)], {
      transA: false,
      transB: true,
      scale: node.attributes.scale as number,
    });
    const masked = node.attributes.causal ? plus(scores, emitter.float(causalMask(length), [length, length])) : scores;
    const open = bias ? plus(masked, emitter.name(bias)) : masked;
    emitter.emit('Softmax', [open], { attributes: { axis: -1 }, outputs: [weights] });
    emitter.emit('MatMul', [weights, emitter.name(v)], { outputs: [y] });
  },
  lower: (lowering, node) => {
    const [q, k, v, bias] = node.inputs.map(lowering.of) as [View, View, View, View?];
    const { scale, causal } = node.attributes as { scale: number; causal: boolean };
    return lowering.attend({ q, k, v, bias, scale, causal });
  },
  evaluate: attendEvaluate,
  examples: [
    {
      inputs: [
        [2, 2, 4, 3],
        [2, 2, 4, 3],
        [2, 2, 4, 3],
      ],
      attributes: { scale: 0.5, causal: true },
    },
    {
      inputs: [
        [2, 2, 4, 3],
        [2, 2, 5, 3],
        [2, 2, 5, 3],
      ],
      attributes: { scale: 0.5, causal: false },
    },
    {
      inputs: [
        [2, 2, 4, 3],
        [2, 2, 3, 3],
        [2, 2, 3, 3],
        { shape: [2, 1, 1, 3], dtype: 'float', data: [0, 0.3, closed, closed, -0.2, 0.1] },
      ],
      attributes: { scale: 0.5, causal: false },
    },
  ],
};

/** y and P in float64. */
export function attendEvaluate([q, k, v, bias]: readonly DenseValue[], { scale, causal }: Attributes): [Float64Array, Float64Array] {
  const queries = (q as DenseValue).shape as readonly [number, number, number, number];
  const [batch, heads, length] = queries;
  const sourceLen = (k as DenseValue).shape[2] as number;
  const shape = [batch, heads, length, sourceLen];
  const mask = causal ? causalMask(length) : new Float64Array(length * sourceLen);
  const scores = matmulEvaluate(q as DenseValue, k as DenseValue, { transA: false, transB: true, scale: scale as number }, shape);
  const added = (flat: number) => {
    const row = Math.floor(flat / (heads * length * sourceLen));
    return (mask[flat % mask.length] as number) + (bias ? (bias.data[row * sourceLen + (flat % sourceLen)] as number) : 0);
  };
  const p = softmaxEvaluate({ shape, data: scores.map((score, flat) => score + added(flat)) });
  return [matmulEvaluate({ shape, data: p }, v as DenseValue, { transA: false, transB: false, scale: 1 }, queries), p];
}

/** [T, T]: 0 where a query may look, a huge negative number where it may not. */
const causalMask = (length: number): Float64Array =>
  Float64Array.from({ length: length * length }, (_, flat) => (flat % length > Math.floor(flat / length) ? closed : 0));

import type { View } from '../lowering.ts';
import type { DenseValue, Example, OnnxEmitter, Op, Shape } from '../tensor.ts';
import { sameShape, size } from '../tensor.ts';
import { attendEvaluate } from './attend.ts';
import { emitProduct, type Factor, factor, matmulEvaluate } from './matmul.ts';

/**
 * The gradient of attend. Inputs q, k, v, y, P and dy as attend has them, and its bias last where it had one; outputs dq like q, dk like k,
 * dv like v. With dS = P ∘ (dy v^T − sum(dy ∘ y) over features): dq = scale · dS k, dk = scale · dS^T q, dv = P^T dy. Who computes P anew
 * from q, k and the bias may leave P unread.
 */
export const attendGradientOp: Op = {
  id: 'attend-gradient',
  infer: (inputs, { causal }) => {
    const [q, k, v, y, weights, dy, bias] = inputs.map(({ shape }) => shape) as [Shape, Shape, Shape, Shape, Shape, Shape, Shape?];
    const [batch, heads, length, dHead] = q as [number, number, number, number];
    const sourceLen = k[2] as number;
    const fits =
      [y, dy].every((one) => sameShape(one, q)) &&
      [k, v].every((one) => sameShape(one, [batch, heads, sourceLen, dHead])) &&
      sameShape(weights, [batch, heads, length, sourceLen]) &&
      (!bias || sameShape(bias, [batch, 1, 1, sourceLen])) &&
      (!causal || sourceLen === length);
    if (!fits) throw new Error(`attend-gradient: ${inputs.map(({ shape }) => `[${shape}]`).join(', ')} do not fit`);
    return [q, k, v].map((shape) => ({ shape, dtype: 'float' }));
  },
  gradient: 'unknown',
  onnx: (emitter, node) => {
    const [q, k, v, y, weights, dy] = node.inputs.map((input) => factor(emitter, input)) as Six<Factor>;
    const [dq, dk, dv] = emitter.outputs(node) as [string, string, string];
    const scale = node.attributes.scale as number;
    const dScores = { name: emitScoreGradient(emitter, { v, y, weights, dy }), shape: weights.shape };
    // dk and dv as (q^T dS)^T and (dy^T P)^T: the matrices to transpose are the small ones.
    const flipped = (left: Factor, right: Factor, scale: number, output: string): void => {
      const product = emitProduct(emitter, [left, right], { transA: true, transB: false, scale });
      emitter.emit('Transpose', [product], { attributes: { perm: [0, 1, 3, 2] }, outputs: [output] });
    };
    flipped(q, dScores, scale, dk);
    flipped(dy, weights, 1, dv);
    emitProduct(emitter, [dScores, k], { transA: false, transB: false, scale }, [dq]);
  },
  lower: (lowering, node) => {
    const [q, k, v, y, , dy, bias] = node.inputs.map(lowering.of) as [View, View, View, View, View, View, View?];
    const { scale, causal } = node.attributes as { scale: number; causal: boolean };
    return lowering.attendGradient({ q, k, v, bias, scale, causal, y, dy });
  },
  evaluate: (inputs, { scale }) => {
    const [q, k, v, y, weights, dy] = inputs as Six<DenseValue>;
    const dScores = { shape: weights.shape, data: scoreGradient({ v, y, weights, dy }) };
    const product = (a: DenseValue, b: DenseValue, transA: boolean, scale: number, shape: Shape) =>
      matmulEvaluate(a, b, { transA, transB: false, scale }, shape);
    return [
      product(dScores, k, false, scale as number, q.shape),
      product(dScores, q, true, scale as number, k.shape),
      product(weights, dy, true, 1, v.shape),
    ];
  },
  examples: [
    example({ length: 4, sourceLen: 4, causal: true }),
    example({ length: 4, sourceLen: 5, causal: false }),
    example({ length: 4, sourceLen: 3, causal: false, bias: [0, 0.3, -1e30, -1e30, -0.2, 0.1] }),
  ],
};

type Six<T> = [T, T, T, T, T, T];

interface Scored<T> {
  readonly v: T;
  readonly y: T;
  readonly weights: T;
  readonly dy: T;
}

/** P ∘ (dy v^T − sum(dy ∘ y)): what the scores, scaled and masked, get. The sum over features is that of dP ∘ P over keys, and narrower. */
function emitScoreGradient(emitter: OnnxEmitter, { v, y, weights, dy }: Scored<Factor>): string {
  const one = (opType: string, inputs: readonly string[], options = {}) => emitter.emit(opType, inputs, options)[0] as string;
  const inner = one('ReduceSum', [one('Mul', [dy.name, y.name]), emitter.ints([3])], { attributes: { keepdims: 1 } });
  const dWeights = emitProduct(emitter, [dy, v], { transA: false, transB: true, scale: 1 });
  return one('Mul', [weights.name, one('Sub', [dWeights, inner])]);
}

function scoreGradient({ v, y, weights, dy }: Scored<DenseValue>): Float64Array {
  const [features, keys] = [y.shape[3] as number, weights.shape[3] as number];
  const inner = new Float64Array(y.data.length / features);
  for (const [i, value] of y.data.entries()) inner[Math.floor(i / features)] += value * (dy.data[i] as number);
  const dWeights = matmulEvaluate(dy, v, { transA: false, transB: true, scale: 1 }, weights.shape);
  return dWeights.map((value, i) => (weights.data[i] as number) * (value - (inner[Math.floor(i / keys)] as number)));
}

interface Drawn {
  readonly length: number;
  readonly sourceLen: number;
  readonly causal: boolean;
  readonly bias?: readonly number[];
}

/** y and P are what attend makes of q, k and v: others would have no one gradient. */
function example({ length, sourceLen, causal, bias }: Drawn): Example {
  const [batch, heads, dHead, scale] = [2, 2, 3, 0.5];
  const queries = [batch, heads, length, dHead];
  const keys = [batch, heads, sourceLen, dHead];
  const weights = [batch, heads, length, sourceLen];
  const waves = (shape: Shape, pace: number): DenseValue => ({
    shape,
    data: Float64Array.from({ length: size(shape) }, (_, i) => 1.5 * Math.sin(pace * (i + 1))),
  });
  const [q, k, v, dy] = [waves(queries, 1), waves(keys, 2), waves(keys, 3), waves(queries, 4)];
  const closing = bias ? [{ shape: [batch, 1, 1, sourceLen], data: Float64Array.from(bias) }] : [];
  const [y, p] = attendEvaluate([q, k, v, ...closing], { scale, causal });
  const given = [q, k, v, { shape: queries, data: y }, { shape: weights, data: p }, dy, ...closing];
  return { inputs: given.map(({ shape, data }) => ({ shape, dtype: 'float', data: [...data] })), attributes: { scale, causal } };
}

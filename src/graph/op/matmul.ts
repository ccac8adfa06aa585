import type { View } from '../lowering.ts';
import { matmul } from '../math.ts';
import type { DenseValue, EmitOptions, OnnxEmitter, Op } from '../tensor.ts';
import { type Attributes, type Shape, sameShape, size, type Tensor } from '../tensor.ts';

interface Flags {
  readonly transA: boolean;
  readonly transB: boolean;
  readonly scale: number;
}

const flags = (attributes: Attributes): Flags => attributes as unknown as Flags;
const lastTwo = (shape: Shape, swap: boolean): [number, number] => {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return swap ? [columns, rows] : [rows, columns];
};

/** scale * op(A) @ op(B): the two last axes multiply, the leading axes must be equal. */
export const matmulOp: Op = {
  id: 'matmul',
  infer: ([a, b], attributes) => {
    const { transA, transB } = flags(attributes);
    const [left, right] = [(a as Tensor).shape, (b as Tensor).shape];
    const [rows, inner] = lastTwo(left, transA);
    const [innerB, columns] = lastTwo(right, transB);
    if (inner !== innerB || !sameShape(left.slice(0, -2), right.slice(0, -2)))
      throw new Error(`matmul: [${left}] and [${right}] do not fit`);
    return [{ shape: [...left.slice(0, -2), rows, columns], dtype: 'float' }];
  },
  gradient: (node, [gradient]) => {
    const [a, b] = node.inputs as [Tensor, Tensor];
    const dy = gradient as Tensor;
    const { transA, transB, scale } = flags(node.attributes);
    const da = transA ? matmul(b, dy, { transA: transB, transB: true, scale }) : matmul(dy, b, { transB: !transB, scale });
    const db = transB ? matmul(dy, a, { transA: true, transB: transA, scale }) : matmul(a, dy, { transA: !transA, scale });
    return [da, db];
  },
  onnx: (emitter, node) => {
    emitProduct(
      emitter,
      node.inputs.map((input) => factor(emitter, input)) as [Factor, Factor],
      flags(node.attributes),
      emitter.outputs(node),
    );
  },
  lower: (lowering, node) => {
    const { transA, transB, scale } = flags(node.attributes);
    const [a, b] = node.inputs.map(lowering.of) as [View, View];
    const lead = a.shape.length - 2;
    const turned = (x: View) => lowering.transpose(x, [...a.shape.slice(2).keys(), lead + 1, lead]);
    return [lowering.product(transA ? turned(a) : a, transB ? turned(b) : b, { scale })];
  },
  evaluate: ([a, b], attributes, [y]) => [matmulEvaluate(a as DenseValue, b as DenseValue, flags(attributes), (y as Tensor).shape)],
  examples: [
    {
      inputs: [
        [2, 3],
        [3, 4],
      ],
      attributes: { transA: false, transB: false, scale: 1 },
    },
    {
      inputs: [
        [3, 2],
        [4, 3],
      ],
      attributes: { transA: true, transB: true, scale: 0.5 },
    },
    {
      inputs: [
        [2, 2, 3, 2],
        [2, 2, 3, 4],
      ],
      attributes: { transA: true, transB: false, scale: 1 },
    },
    {
      inputs: [
        [2, 3, 2],
        [2, 4, 2],
      ],
      attributes: { transA: false, transB: true, scale: 2 },
    },
  ],
};

/** What a product multiplies: a value's name in the ONNX graph, and its shape. */
export interface Factor {
  readonly name: string;
  readonly shape: Shape;
}

export const factor = (emitter: OnnxEmitter, tensor: Tensor): Factor => ({ name: emitter.name(tensor), shape: tensor.shape });

/** Writes a product; see {@link OnnxEmitter.fused} for the two forms it has with more than two axes. */
export function emitProduct(
  emitter: OnnxEmitter,
  [a, b]: readonly [Factor, Factor],
  { transA, transB, scale }: Flags,
  outputs?: readonly string[],
): string {
  const names = [a.name, b.name] as const;
  const one = (op: string, options: EmitOptions = {}) => emitter.emit(op, names, { ...options, outputs })[0] as string;
  const attributes = { transA: Number(transA), transB: Number(transB), alpha: { float: scale } };
  if (!transA && !transB && scale === 1) return one('MatMul');
  if (a.shape.length === 2) return one('Gemm', { attributes });
  if (emitter.fused) return one('FusedMatMul', { domain: 'com.microsoft', attributes });
  return emitSteps(emitter, [a, b], { transA, transB, scale }, outputs);
}

/** The same with operators that every back end has, the factor on the smaller input. */
function emitSteps(
  emitter: OnnxEmitter,
  [a, b]: readonly [Factor, Factor],
  { transA, transB, scale }: Flags,
  outputs?: readonly string[],
): string {
  const lead = a.shape.length - 2;
  const perm = [...a.shape.slice(2).keys(), lead + 1, lead];
  const turned = (name: string) => emitter.emit('Transpose', [name], { attributes: { perm } })[0] as string;
  const scaled = (name: string) => (scale === 1 ? name : (emitter.emit('Mul', [name, emitter.float([scale], [])])[0] as string));
  const onLeft = size(a.shape) <= size(b.shape);
  const left = onLeft ? scaled(a.name) : a.name;
  const right = onLeft ? b.name : scaled(b.name);
  return emitter.emit('MatMul', [transA ? turned(left) : left, transB ? turned(right) : right], { outputs })[0] as string;
}

export function matmulEvaluate(
  { data: a, shape: shapeA }: DenseValue,
  { data: b }: DenseValue,
  { transA, transB, scale }: Flags,
  shape: Shape,
): Float64Array {
  const [rows, inner] = lastTwo(shapeA, transA);
  const columns = shape.at(-1) as number;
  const result = new Float64Array(size(shape));
  const [rowA, stepA] = transA ? [1, rows] : [inner, 1];
  const [columnB, stepB] = transB ? [inner, 1] : [1, columns];
  for (let batch = 0; batch < size(shape.slice(0, -2)); batch++) {
    const [baseA, baseB, baseY] = [batch * rows * inner, batch * inner * columns, batch * rows * columns];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let total = 0;
        for (let k = 0; k < inner; k++) {
          total += a[baseA + row * rowA + k * stepA] * b[baseB + column * columnB + k * stepB];
        }
        result[baseY + row * columns + column] = scale * total;
      }
    }
  }
  return result;
}

import { matmul } from '../math.ts';
import type { DenseValue, OnnxEmitter, Op } from '../op-type.ts';
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
  onnx: (emitter, node) => emitProduct(emitter, node.inputs as [Tensor, Tensor], flags(node.attributes), emitter.outputs(node)[0] as string),
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

/**
 * Two axes: one Gemm. More: plain transpositions and a plain factor around a MatMul, because that is all that GPU back ends know;
 * on the CPU, ONNX Runtime joins them into the one FusedMatMul that they mean. The factor falls on the smaller input.
 */
export function emitProduct(emitter: OnnxEmitter, [a, b]: readonly [Tensor, Tensor], { transA, transB, scale }: Flags, output: string): void {
  const names = [emitter.name(a), emitter.name(b)] as const;
  if (a.shape.length === 2 && (transA || transB || scale !== 1)) {
    emitter.emit('Gemm', names, { attributes: { transA: Number(transA), transB: Number(transB), alpha: { float: scale } }, outputs: [output] });
    return;
  }
  const perm = [...a.shape.keys()].map((axis, _, { length }) => (axis < length - 2 ? axis : 2 * length - 3 - axis));
  const turned = (name: string, turn: boolean): string =>
    turn ? (emitter.emit('Transpose', [name], { attributes: { perm } })[0] as string) : name;
  const scaled = (name: string): string =>
    scale === 1 ? name : (emitter.emit('Mul', [name, emitter.float([scale], [])])[0] as string);
  const first = size(a.shape) <= size(b.shape);
  const left = turned(first ? scaled(names[0]) : names[0], transA);
  const right = turned(first ? names[1] : scaled(names[1]), transB);
  emitter.emit('MatMul', [left, right], { outputs: [output] });
}

export function matmulEvaluate(a: DenseValue, b: DenseValue, { transA, transB, scale }: Flags, shape: Shape): Float64Array {
  const [rows, inner] = lastTwo(a.shape, transA);
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
          total += (a.data[baseA + row * rowA + k * stepA] as number) * (b.data[baseB + column * columnB + k * stepB] as number);
        }
        result[baseY + row * columns + column] = scale * total;
      }
    }
  }
  return result;
}

/** What a scale may compute: each function on numbers, on tensors, and as people write it. */
import { abs, add, div, exp, log, maximum, minimum, mul, type Operand, sigmoid, silu, sqrt, sub, tanh } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';

interface FunctionSpec {
  readonly arity: 1 | 2;
  number(a: number, b: number): number;
  /** At least one argument is a tensor. */
  tensor(a: Operand, b: Operand): Tensor;
  /** An operator between two arguments: its sign and how tightly it binds. */
  readonly operator?: { readonly sign: string; readonly level: number };
}

const only = (f: (x: Tensor) => Tensor) => (a: Operand) => f(a as Tensor);
const numeric = (b: Operand): number => {
  if (typeof b !== 'number') throw new Error('an exponent must be a number');
  return b;
};

/** Whole powers as products: a learnable value may cross 0, where a logarithm ends. */
function power(x: Tensor, exponent: number): Tensor {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > mostFactors) return exp(mul(log(x), exponent));
  if (exponent === 0) return add(mul(x, 0), 1);
  const product = Array.from({ length: Math.abs(exponent) }, () => x).reduce((a, b) => mul(a, b));
  return exponent > 0 ? product : div(1, product);
}

const mostFactors = 16;

export const scaleFunctions = {
  add: { arity: 2, number: (a, b) => a + b, tensor: add, operator: { sign: '+', level: 1 } },
  sub: { arity: 2, number: (a, b) => a - b, tensor: sub, operator: { sign: '−', level: 1 } },
  mul: { arity: 2, number: (a, b) => a * b, tensor: mul, operator: { sign: '·', level: 2 } },
  div: { arity: 2, number: (a, b) => a / b, tensor: div, operator: { sign: '/', level: 2 } },
  pow: {
    arity: 2,
    number: (a, b) => a ** b,
    tensor: (a, b) => power(a as Tensor, numeric(b)),
    operator: { sign: '^', level: 3 },
  },
  min: { arity: 2, number: Math.min, tensor: minimum },
  max: { arity: 2, number: Math.max, tensor: maximum },
  sqrt: { arity: 1, number: Math.sqrt, tensor: only(sqrt) },
  exp: { arity: 1, number: Math.exp, tensor: only(exp) },
  ln: { arity: 1, number: Math.log, tensor: only(log) },
  log2: { arity: 1, number: Math.log2, tensor: only((x) => mul(log(x), Math.LOG2E)) },
  abs: { arity: 1, number: Math.abs, tensor: only(abs) },
  floor: {
    arity: 1,
    number: Math.floor,
    tensor: () => {
      throw new Error('floor is only for numbers');
    },
  },
  tanh: { arity: 1, number: Math.tanh, tensor: only(tanh) },
  sigmoid: { arity: 1, number: (a) => 1 / (1 + Math.exp(-a)), tensor: only(sigmoid) },
  silu: { arity: 1, number: (a) => a / (1 + Math.exp(-a)), tensor: only(silu) },
} as const satisfies Record<string, FunctionSpec>;

export type ScaleFunction = keyof typeof scaleFunctions;

export const functionSpec = (f: ScaleFunction): FunctionSpec => scaleFunctions[f];

import { exp, mul } from '../math.ts';
import { unary } from './make-unary.ts';

/**
 * The error function in double precision: its Maclaurin series below 3, the continued fraction of erfc above (Lentz).
 * Relative error below 1e-14 over the real line; JavaScript has no erf of its own.
 */
export function erfFloat64(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (z > 6) return Math.sign(x);
  return Math.sign(x) * (z < 3 ? series(z) : 1 - continuedFraction(z));
}

function series(z: number): number {
  let term = z;
  let total = z;
  for (let n = 1; Math.abs(term) > 1e-18 * total; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * total;
}

function continuedFraction(z: number): number {
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
}

export const erfOp = unary({
  id: 'erf',
  onnx: 'Erf',
  f: erfFloat64,
  gradient: (dy, x) => mul(dy, mul(exp(mul(mul(x, -1), x)), 2 / Math.sqrt(Math.PI))),
});

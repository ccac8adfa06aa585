import { greater, mul, sub } from '../math.ts';
import { unary } from './make-unary.ts';

/** |x|; its gradient at 0 is -1, which no training quantity depends on. */
export const absOp = unary({
  id: 'abs',
  onnx: 'Abs',
  f: Math.abs,
  gradient: (dy, x) => mul(dy, sub(mul(greater(x, 0), 2), 1)),
  range: [0.5, 2],
});

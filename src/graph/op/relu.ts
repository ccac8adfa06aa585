import { greater, mul } from '../math.ts';
import { unary } from './make-unary.ts';

export const reluOp = unary({
  id: 'relu',
  onnx: 'Relu',
  // Math.max keeps NaN, as the engines do.
  f: (x) => Math.max(x, 0),
  gradient: (dy, _x, y) => mul(dy, greater(y, 0)),
});

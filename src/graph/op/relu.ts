import { greater, mul } from '../math.ts';
import { unary } from './make-unary.ts';

export const reluOp = unary({
  id: 'relu',
  onnx: 'Relu',
  // NaN stays NaN, as in the engines.
  f: (x) => (x < 0 ? 0 : x),
  gradient: (dy, _x, y) => mul(dy, greater(y, 0)),
});

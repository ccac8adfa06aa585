import { mul } from '../math.ts';
import { reduction } from './make-reduce.ts';

export const sumSquaresOp = reduction({
  id: 'sum-squares',
  onnx: 'ReduceSumSquare',
  lower: (lowering, x, fold) => fold('sum', lowering.map('mul', x, x)),
  start: 0,
  step: (a, x) => a + x * x,
  gradient: (dy, x) => mul(mul(x, 2), dy),
});

import { expand } from '../math.ts';
import { reduction } from './make-reduce.ts';

export const sumOp = reduction({
  id: 'sum',
  onnx: 'ReduceSum',
  lower: (_lowering, x, fold) => fold('sum', x),
  start: 0,
  step: (a, x) => a + x,
  gradient: (dy, x) => expand(dy, x.shape),
});

import { expand, mul } from '../math.ts';
import { reduction } from './make-reduce.ts';

export const meanOp = reduction({
  id: 'mean',
  onnx: 'ReduceMean',
  lower: (lowering, x, fold, count) => lowering.map('mul', fold('sum', x), 1 / count),
  start: 0,
  step: (a, x) => a + x,
  finish: (total, count) => total / count,
  gradient: (dy, x, count) => expand(mul(dy, 1 / count), x.shape),
});

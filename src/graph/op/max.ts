import { reduction } from './make-reduce.ts';

export const maxOp = reduction({
  id: 'max',
  onnx: 'ReduceMax',
  lower: (_lowering, x, fold) => fold('max', x),
  start: Number.NEGATIVE_INFINITY,
  // NaN wins, so that a maximum never hides one.
  step: (a, x) => (x > a || Number.isNaN(x) ? x : a),
  gradient: 'none',
});

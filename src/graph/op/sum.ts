import { expand } from '../math.ts';
import { reduction } from './make-reduce.ts';

export const sumOp = reduction({ id: 'sum', onnx: 'ReduceSum', start: 0, step: (a, x) => a + x, gradient: (dy, x) => expand(dy, x.shape) });

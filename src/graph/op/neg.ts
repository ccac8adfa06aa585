import { neg } from '../math.ts';
import { unary } from './make-unary.ts';

export const negOp = unary({ id: 'neg', onnx: 'Neg', f: (x) => -x, gradient: neg });

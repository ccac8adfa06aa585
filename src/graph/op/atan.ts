import { add, div, square } from '../math.ts';
import { unary } from './make-unary.ts';

export const atanOp = unary({ id: 'atan', onnx: 'Atan', f: Math.atan, gradient: (dy, x) => div(dy, add(square(x), 1)) });

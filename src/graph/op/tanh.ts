import { mul, square, sub } from '../math.ts';
import { unary } from './make-unary.ts';

export const tanhOp = unary({ id: 'tanh', onnx: 'Tanh', f: Math.tanh, gradient: (dy, _x, y) => mul(dy, sub(1, square(y))) });

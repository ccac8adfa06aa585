import { div, mul } from '../math.ts';
import { unary } from './make-unary.ts';

export const sqrtOp = unary({ id: 'sqrt', onnx: 'Sqrt', f: Math.sqrt, gradient: (dy, _x, y) => div(mul(dy, 0.5), y), range: [0.5, 3] });

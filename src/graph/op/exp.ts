import { mul } from '../math.ts';
import { unary } from './make-unary.ts';

export const expOp = unary({ id: 'exp', onnx: 'Exp', f: Math.exp, gradient: (dy, _x, y) => mul(dy, y) });

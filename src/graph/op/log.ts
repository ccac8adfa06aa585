import { div } from '../math.ts';
import { unary } from './make-unary.ts';

export const logOp = unary({ id: 'log', onnx: 'Log', f: Math.log, gradient: (dy, x) => div(dy, x), range: [0.5, 3] });

import { mul } from '../math.ts';
import { binary } from './make-binary.ts';

export const mulOp = binary({ id: 'mul', onnx: 'Mul', f: (a, b) => a * b, gradient: (dy, a, b) => [mul(dy, b), mul(dy, a)] });

import { neg } from '../math.ts';
import { binary } from './make-binary.ts';

export const subOp = binary({ id: 'sub', onnx: 'Sub', f: (a, b) => a - b, gradient: (dy) => [dy, neg(dy)] });

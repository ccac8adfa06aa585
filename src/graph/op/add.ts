import { binary } from './make-binary.ts';

export const addOp = binary({ id: 'add', onnx: 'Add', f: (a, b) => a + b, gradient: (dy) => [dy, dy] });

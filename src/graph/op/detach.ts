import { unary } from './make-unary.ts';

export const detachOp = unary({ id: 'detach', onnx: 'Identity', f: (x) => x, gradient: 'none' });

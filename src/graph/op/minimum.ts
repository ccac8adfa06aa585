import { greater, mul, sub } from '../math.ts';
import { binary } from './make-binary.ts';

/** The smaller of two values; where they are equal the gradient goes to the first. */
export const minimumOp = binary({
  id: 'minimum',
  onnx: 'Min',
  f: Math.min,
  gradient: (dy, a, b) => {
    const second = greater(a, b);
    return [mul(dy, sub(1, second)), mul(dy, second)];
  },
});

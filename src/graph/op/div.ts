import { div, mul, neg } from '../math.ts';
import { binary } from './make-binary.ts';

export const divOp = binary({
  id: 'div',
  onnx: 'Div',
  f: (a, b) => a / b,
  gradient: (dy, _a, b, y) => [div(dy, b), neg(div(mul(dy, y), b))],
  range: [0.5, 2],
});

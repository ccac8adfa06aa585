import { add, erf, exp, mul, square, sub } from '../math.ts';
import { erfFloat64 } from './erf.ts';
import { unary } from './make-unary.ts';

/** x * Phi(x), the exact (erf) GELU. Its derivative Phi(x) + x * phi(x) is written with as few passes over x as it takes. */
export const geluOp = unary({
  id: 'gelu',
  onnx: 'Gelu',
  domain: 'com.microsoft',
  f: (x) => x * 0.5 * (1 + erfFloat64(x / Math.SQRT2)),
  gradient: (dy, x) => {
    const z = mul(x, Math.SQRT1_2);
    // 2 / sqrt(pi) * exp(-z^2), the factor folded into the exponent.
    const bell = exp(sub(Math.log(2 / Math.sqrt(Math.PI)), square(z)));
    return mul(dy, mul(add(add(erf(z), mul(z, bell)), 1), 0.5));
  },
});

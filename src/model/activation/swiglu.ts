import { mul, silu } from '../../graph/math.ts';
import { gated } from './gated.ts';

/** silu(gate) · up (Shazeer 2020, GLU Variants Improve Transformer). */
export const swiglu = gated('swiglu', 'SwiGLU', (gate, up) => mul(silu(gate), up));

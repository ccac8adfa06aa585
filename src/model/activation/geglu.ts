import { gelu, mul } from '../../graph/math.ts';
import { gated } from './gated.ts';

/** gelu(gate) · up (Shazeer 2020, GLU Variants Improve Transformer), as in Gemma. */
export const geglu = gated('geglu', 'GeGLU', (gate, up) => mul(gelu(gate), up));

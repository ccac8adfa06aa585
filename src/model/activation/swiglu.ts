import { mul, silu, split } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Activation } from './types.ts';

/** silu(gate) · up (Shazeer 2020, GLU Variants Improve Transformer). */
export const swiglu: Activation = {
  id: 'swiglu',
  title: { en: 'SwiGLU', zh: 'SwiGLU' },
  gated: true,
  apply: (x) => {
    const half = (x.shape[1] as number) / 2;
    const [gate, up] = split(x, 1, [half, half]) as [Tensor, Tensor];
    return mul(silu(gate), up);
  },
};

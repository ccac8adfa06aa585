import { split } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Activation } from './types.ts';

/** An activation one half of whose features gates the other. */
export const gated = (id: string, title: string, join: (gate: Tensor, up: Tensor) => Tensor): Activation => ({
  id,
  title: { en: title, zh: title },
  gated: true,
  apply: (x) => {
    const half = (x.shape[1] as number) / 2;
    const [gate, up] = split(x, 1, [half, half]) as [Tensor, Tensor];
    return join(gate, up);
  },
});

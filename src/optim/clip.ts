/** Global-norm clipping as torch.nn.utils.clip_grad_norm_: one scalar that multiplies every gradient. */
import { add, concat, div, minimum, reshape, sqrt, sum, sumSquares } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';

/** L2 norm of all gradients together. */
export const globalNorm = (gradients: readonly Tensor[]): Tensor =>
  sqrt(
    sum(
      concat(
        gradients.map((g) => reshape(sumSquares(g), [1])),
        0,
      ),
    ),
  );

/** min(1, limit / (norm + 1e-6)) */
export const clipScale = (norm: Tensor, limit: number): Tensor => minimum(div(limit, add(norm, 1e-6)), 1);

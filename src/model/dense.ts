import { linear } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Scope } from './scope.ts';
import type { Role } from './types.ts';

/** x [tokens, in] @ weight [out, in]^T + bias [out]. */
export function dense(
  scope: Scope,
  key: string,
  x: Tensor,
  width: number,
  role: Role,
  options: { readonly layer: number; readonly parts?: readonly string[] },
): Tensor {
  const weight = scope.parameter(`${key}.weight`, [width, x.shape[1] as number], role, options);
  const bias = scope.parameter(`${key}.bias`, [width], 'bias', { layer: options.layer, constant: 0 });
  return linear(x, weight, bias);
}

import { linear } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from './site.ts';
import type { Part, Role } from './types.ts';

interface DenseOptions {
  /** Last part of its key. */
  readonly name: string;
  readonly width: number;
  readonly role: Role;
  readonly parts?: readonly Part[];
}

/** x [tokens, in] @ weight [out, in]^T + bias [out], of one branch. */
export function dense({ scope, config, place }: Site, x: Tensor, { name, width, role, parts }: DenseOptions): Tensor {
  const key = `${place.key}.${name}`;
  const weight = scope.parameter(`${key}.weight`, [width, x.shape[1] as number], role, { place, parts });
  const bias = config.bias ? scope.parameter(`${key}.bias`, [width], 'bias', { place, initial: 0 }) : undefined;
  return linear(x, weight, bias);
}

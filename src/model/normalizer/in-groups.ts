import { UserError } from '../../core/errors.ts';
import { reshape } from '../../graph/math.ts';
import type { Tensor } from '../../graph/tensor.ts';

/** x [tokens, features] as [tokens, groups, features of a group]. @throws UserError when the groups do not divide the features. */
export function inGroups(x: Tensor, groups: number): Tensor {
  const [tokens, features] = x.shape as [number, number];
  if (features % groups !== 0) throw new UserError('error.groups', { given: groups, features });
  return reshape(x, [tokens, groups, features / groups]);
}

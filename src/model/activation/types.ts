import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';

export interface Activation extends Member {
  readonly title: string;
  apply(x: Tensor): Tensor;
}

import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';

export interface Activation extends Member {
  readonly title: Localized;
  /** Whether half of what it reads gates the other half: fc1 is then twice as wide. */
  readonly gated: boolean;
  /** [tokens, width]; a gated one returns half the width. */
  apply(x: Tensor): Tensor;
}

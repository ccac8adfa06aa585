import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../scope.ts';

export interface Position extends Member {
  readonly title: string;
  /** What is added to the token embeddings: [seqLen, dModel], or nothing. */
  table(scope: Scope, seqLen: number, dModel: number): Tensor | undefined;
}

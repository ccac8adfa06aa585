import type { Localized } from '../../core/message/index.ts';
import type { Member } from '../../core/registry.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Scope } from '../scope.ts';

export interface TablePlace {
  readonly scope: Scope;
  /** What the stack's keys begin with. */
  readonly prefix: string;
  readonly seqLen: number;
  readonly dModel: number;
}

export interface Position extends Member {
  readonly title: Localized;
  /** How equations write the turn. */
  readonly symbol?: string;
  /** What is added to the embeddings: [seqLen, dModel], or nothing. */
  table(place: TablePlace): Tensor | undefined;
  /** Queries or keys [batch, heads, positions, dHead] of self-attention, turned by their position. */
  rotate?(x: Tensor): Tensor;
}

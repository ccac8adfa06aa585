import { add, gather, linear, reshape } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { positions } from './position/index.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

export interface Reading {
  /** What the stack's keys begin with. */
  readonly prefix: string;
  readonly seqLen: number;
}

/** Rows [batch, seqLen, dModel] plus positions, as the stream [batch · seqLen, dModel]. */
export function embed(scope: Scope, { position, dModel }: ModelConfig, rows: Tensor, { prefix, seqLen }: Reading): Tensor {
  const table = positions.get(position).table({ scope, prefix, seqLen, dModel });
  const batch = rows.shape[0] as number;
  return scope.drop(`${prefix}embed`, reshape(table ? add(rows, table) : rows, [batch * seqLen, dModel]));
}

/** Embeddings of tokens int [batch, seqLen]. */
export const tokenRows = (scope: Scope, config: ModelConfig, tokens: Tensor): Tensor => gather(tokenEmbedding(scope, config), tokens);

/** Patches float [batch, seqLen, patchSize] through one matrix. */
export function patchRows(scope: Scope, { dModel, patchSize, seqLen }: ModelConfig, batch: number): Tensor {
  const patches = scope.graph.input('patches', [batch, seqLen, patchSize]);
  const weight = scope.parameter('patch.weight', [dModel, patchSize], 'patch');
  const bias = scope.parameter('patch.bias', [dModel], 'bias', { initial: 0 });
  return reshape(linear(reshape(patches, [batch * seqLen, patchSize]), weight, bias), [batch, seqLen, dModel]);
}

export const tokenEmbedding = (scope: Scope, { vocabSize, dModel }: ModelConfig): Tensor =>
  scope.parameter('token_embedding.weight', [vocabSize, dModel], 'embedding');

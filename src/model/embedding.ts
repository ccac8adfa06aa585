import { add, gather, linear, mul, reshape } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NetworkShape } from './place.ts';
import { positions } from './position/index.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';
import { widthFormula } from './width-formula.ts';

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

/** Embeddings of tokens int [batch, seqLen], times the model's factor where it has one. */
export function tokenRows(scope: Scope, config: ModelConfig, tokens: Tensor): Tensor {
  const rows = gather(tokenEmbedding(scope, config), tokens);
  const scale = embeddingScale(config);
  return scale === undefined ? rows : mul(rows, scale);
}

/** @throws UserError for a formula that is not a positive number. */
export const embeddingScale = (model: Pick<ModelConfig, 'embeddingScale'> & NetworkShape): number | undefined =>
  model.embeddingScale === undefined ? undefined : widthFormula(model.embeddingScale, model, 'error.embeddingScale');

/** Patches float [batch, seqLen, patchSize] through one matrix. */
export function patchRows(scope: Scope, { dModel, patchSize, seqLen }: ModelConfig, batch: number): Tensor {
  const patches = scope.graph.input('patches', [batch, seqLen, patchSize]);
  const weight = scope.parameter('patch.weight', [dModel, patchSize], 'patch');
  const bias = scope.parameter('patch.bias', [dModel], 'bias', { initial: 0 });
  return reshape(linear(reshape(patches, [batch * seqLen, patchSize]), weight, bias), [batch, seqLen, dModel]);
}

export const tokenEmbedding = (scope: Scope, { vocabSize, dModel }: ModelConfig): Tensor =>
  scope.parameter('token_embedding.weight', [vocabSize, dModel], 'embedding');

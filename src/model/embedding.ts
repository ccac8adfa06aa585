import { add, gather, reshape } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { positions } from './position/index.ts';
import type { Scope } from './scope.ts';
import type { ModelConfig } from './types.ts';

/** Token embeddings plus positions: tokens int [batch, seqLen] to the stream [batch · seqLen, dModel]. */
export function embed(scope: Scope, config: ModelConfig, tokens: Tensor): Tensor {
  const [batch, seqLen] = tokens.shape as [number, number];
  const rows = gather(tokenEmbedding(scope, config), tokens);
  const position = positions.get(config.position).table(scope, seqLen, config.dModel);
  return scope.drop('embed', reshape(position ? add(rows, position) : rows, [batch * seqLen, config.dModel]));
}

export const tokenEmbedding = (scope: Scope, { vocabSize, dModel }: ModelConfig): Tensor =>
  scope.parameter('token_embedding.weight', [vocabSize, dModel], 'embedding');

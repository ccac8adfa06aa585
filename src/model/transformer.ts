/** The decoder-only Transformer as a graph. It reads plans and never a placement's name. */
import type { Graph } from '../graph/graph.ts';
import { exp, linear, log, max, mul, oneHot, reshape, sub, sum } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { attention } from './attention.ts';
import { embed, tokenEmbedding } from './embedding.ts';
import { feedForward } from './feed-forward.ts';
import { applyNorm } from './norm.ts';
import { placements } from './placement/index.ts';
import { norm } from './placement/types.ts';
import { type ParameterSource, Scope } from './scope.ts';
import { sublayer } from './sublayer.ts';
import { type ModelConfig, type SublayerKind, sublayerKinds } from './types.ts';

const branches: Readonly<Record<SublayerKind, typeof attention>> = { attn: attention, ffn: feedForward };

export interface BuiltModel {
  readonly scope: Scope;
  /** [batch · seqLen, vocabSize] */
  readonly logits: Tensor;
  /** Mean cross-entropy over the positions whose weight is not 0, in nats. */
  readonly loss: Tensor;
}

export interface BuildOptions {
  readonly batchSize: number;
  readonly train: boolean;
  readonly source?: ParameterSource;
}

/**
 * Builds the model into a graph. Inputs: `tokens` and `targets`, int [batchSize, seqLen], `weights`, float of the same
 * shape that sums to 1 over the positions the loss counts, and every parameter and state by its key.
 */
export function buildTransformer(graph: Graph, config: ModelConfig, { batchSize, train, source }: BuildOptions): BuiltModel {
  const scope = new Scope(graph, train, config.dropout, source);
  const tokens = graph.input('tokens', [batchSize, config.seqLen], 'int');
  const embedded = embed(scope, config, tokens);
  scope.tap('embed.out', embedded);
  const stream = blocks(scope, config, embedded);
  scope.tap('final.in', stream);
  const finalNorm = placements.get(config.placement.id).finalNorm;
  const read = finalNorm ? applyNorm(scope, config, norm, 'final_norm', stream) : stream;
  scope.tap('final.out', read);
  const logits = linear(read, head(scope, config));
  scope.tap('logits', logits);
  return { scope, logits, loss: crossEntropy(graph, config, batchSize, logits) };
}

function blocks(scope: Scope, config: ModelConfig, embedded: Tensor): Tensor {
  const placement = placements.get(config.placement.id);
  let stream = embedded;
  for (let layer = 0; layer < config.nLayers; layer++) {
    for (const kind of sublayerKinds) {
      const plan = placement.plan({ layer, depth: config.nLayers, sublayer: kind });
      stream = sublayer(scope, config, plan, { layer, kind }, stream, (x) => branches[kind](scope, config, layer, x));
    }
  }
  return stream;
}

const head = (scope: Scope, config: ModelConfig): Tensor =>
  config.tiedHead ? tokenEmbedding(scope, config) : scope.parameter('head.weight', [config.vocabSize, config.dModel], 'head');

/** log sum exp(logits) - logits[target], weighted; shifted by the row maximum so that large logits stay finite. */
function crossEntropy(graph: Graph, { seqLen, vocabSize }: ModelConfig, batchSize: number, logits: Tensor): Tensor {
  const tokens = batchSize * seqLen;
  const targets = reshape(graph.input('targets', [batchSize, seqLen], 'int'), [tokens]);
  const weights = reshape(graph.input('weights', [batchSize, seqLen]), [tokens]);
  const last = { axes: [-1], keepDims: true };
  const shifted = sub(logits, max(logits, last));
  const total = log(sum(exp(shifted), { axes: [-1] }));
  const picked = sum(mul(shifted, oneHot(targets, vocabSize)), { axes: [-1] });
  return sum(mul(sub(total, picked), weights));
}

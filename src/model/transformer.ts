/** The Transformer as a graph: stacks of blocks, each sublayer as its plan says. It reads plans and never a placement's name. */
import { optionValues } from '../core/options.ts';
import type { Graph } from '../graph/graph.ts';
import { abs, add, exp, linear, log, max, mean, minimum, mul, oneHot, reshape, sub, sum, toFloat } from '../graph/math.ts';
import type { Tensor } from '../graph/tensor.ts';
import { architectures } from './architecture/index.ts';
import type { Stack } from './architecture/types.ts';
import { crossAttention, selfAttention } from './attention.ts';
import { embed, patchRows, tokenEmbedding, tokenRows } from './embedding.ts';
import { feedForward } from './feed-forward.ts';
import { applyNorm } from './norm.ts';
import { placesOf } from './place.ts';
import { type ReadPlacement, readPlacement } from './placement/read.ts';
import { type NormSite, norm } from './placement/types.ts';
import { residuals } from './residual/index.ts';
import type { Streams } from './residual/types.ts';
import { scaled } from './scale/tensor.ts';
import { type ParameterSource, Scope } from './scope.ts';
import type { Memory, Site } from './site.ts';
import { sublayer } from './sublayer.ts';
import type { ModelConfig, SublayerKind } from './types.ts';

const branches: Readonly<Record<SublayerKind, (site: Site, x: Tensor) => Tensor>> = {
  attn: selfAttention,
  cross: crossAttention,
  ffn: feedForward,
};

/** Stands for minus infinity in attention scores; finite, because some GPU back ends may assume that no infinities occur. */
const closed = -1e30;

export interface BuiltModel {
  readonly scope: Scope;
  /** [batch · seqLen, classes], or [batch, classes] when a sequence is read as a whole. */
  readonly logits: Tensor;
  /** Weighted cross-entropy, in nats: a mean over the positions whose weight is not 0. */
  readonly loss: Tensor;
}

export interface BuildOptions {
  readonly batchSize: number;
  readonly train: boolean;
  readonly source?: ParameterSource;
}

/** What all stacks of one model share. */
interface Build {
  readonly scope: Scope;
  readonly config: ModelConfig;
  readonly placement: ReadPlacement;
  readonly batchSize: number;
}

/**
 * Builds the model into a graph. Inputs: `tokens` int [batchSize, seqLen] or `patches` float [batchSize, seqLen, patchSize], with a
 * second stack `source` int [batchSize, sourceLen]; `targets` int and `weights` float, of shape [batchSize, seqLen] or [batchSize],
 * the weights summing to 1 over what the loss counts; `step` where a plan asks for it; every parameter and state by its key.
 */
export function buildTransformer(graph: Graph, config: ModelConfig, { batchSize, train, source }: BuildOptions): BuiltModel {
  const placement = readPlacement(config);
  const scope = new Scope(graph, { train, dropout: config.dropout, unitWeights: placement.frame.unitWeights, source });
  const build = { scope, config, placement, batchSize };
  let memory: Memory | undefined;
  for (const stack of architectures.get(config.architecture).stacks(config)) memory = runStack(build, stack, memory);
  const logits = answer(build, (memory as Memory).stream);
  scope.tap('logits', logits);
  const loss = scope.lossTerms.reduce((total, term) => add(total, term), crossEntropy(graph, config, batchSize, logits));
  return { scope, logits, loss };
}

/** One stack from its input to its final norm. */
function runStack(build: Build, stack: Stack, memory: Memory | undefined): Memory {
  const { scope, config, placement, batchSize } = build;
  const { prefix } = stack;
  const fromSource = stack.reads === 'source';
  const seqLen = fromSource ? config.sourceLen : config.seqLen;
  const tap = (name: string, value: Tensor): Tensor => {
    scope.tap(`${fromSource ? prefix : ''}${name}`, value);
    return value;
  };
  const { embeddingNorm, finalNorm } = placement.frame;
  const normed = (name: string, site: NormSite, x: Tensor): Tensor =>
    applyNorm({ scope, config, key: `${prefix}${name}_norm`, seqLen }, site, x);
  const embedded = embed(scope, config, inputRows(build, stack), { prefix, seqLen });
  const start = tap('embed.out', embeddingNorm ? normed('embedding', embeddingNorm, embedded) : embedded);
  const bias = fromSource ? paddingBias(scope.graph, config, batchSize) : undefined;
  const streams = blocks(build, stack, { embedded, normed: start, seqLen, memory, bias });
  const stream = residualOf(build).rule.finish(streams, (x) => {
    tap('final.in', x);
    return finalNorm ? normed('final', norm, x) : x;
  });
  tap('final.out', stream);
  return { stream, seqLen, bias };
}

interface Start {
  readonly embedded: Tensor;
  readonly normed: Tensor;
  readonly seqLen: number;
  readonly memory: Memory | undefined;
  readonly bias: Tensor | undefined;
}

function blocks(build: Build, stack: Stack, { embedded, normed, seqLen, memory, bias }: Start): Streams {
  const { scope, config, placement } = build;
  const { rule, options } = residualOf(build);
  let streams = rule.start(embedded, { normed }, options);
  let block = normed;
  for (const place of placesOf(config)) {
    if (place.stack !== stack.id) continue;
    if (place.index % stack.sublayers.length === 0) block = streams[0] as Tensor;
    const site: Site = { scope, config, place, plan: placement.plan(place), seqLen, causal: stack.causal, memory, bias };
    streams = sublayer(site, { residual: rule, streams, block }, branches[place.sublayer]);
  }
  return streams;
}

function residualOf({ placement }: Build) {
  const choice = placement.frame.residual ?? { id: 'plain' };
  const rule = residuals.get(choice.id);
  return { rule, options: optionValues(rule.options, choice) };
}

/** What a stack reads, as rows [batch, positions, dModel]. */
function inputRows({ scope, config, batchSize }: Build, { reads }: Stack): Tensor {
  const { graph } = scope;
  if (reads === 'source') return tokenRows(scope, config, graph.input('source', [batchSize, config.sourceLen], 'int'));
  if (config.patchSize > 0) return patchRows(scope, config, batchSize);
  return tokenRows(scope, config, graph.input('tokens', [batchSize, config.seqLen], 'int'));
}

/** [batch, 1, 1, sourceLen]: 0 at tokens, a huge negative number at padding. */
function paddingBias(graph: Graph, { padding, sourceLen }: ModelConfig, batchSize: number): Tensor | undefined {
  if (padding < 0) return undefined;
  const source = toFloat(graph.input('source', [batchSize, sourceLen], 'int'));
  const isToken = minimum(abs(sub(source, padding)), 1);
  return reshape(mul(sub(1, isToken), closed), [batchSize, 1, 1, sourceLen]);
}

/** Logits from what the last stack returned [batch · seqLen, dModel]. */
function answer({ scope, config, placement, batchSize }: Build, stream: Tensor): Tensor {
  const { readout, seqLen, dModel, classes } = config;
  const pooled = (x: Tensor): Tensor => mean(reshape(x, [batchSize, seqLen, dModel]), { axes: [1] });
  const logits = linear(readout === 'sequence' ? pooled(stream) : stream, head(scope, config));
  const lengths = { scalar: 1, feature: classes, head: config.nHeads };
  return scaled({ scope, key: '', block: '', lengths }, logits, placement.frame.logitScale);
}

const head = (scope: Scope, config: ModelConfig): Tensor =>
  config.tiedHead ? tokenEmbedding(scope, config) : scope.parameter('head.weight', [config.classes, config.dModel], 'head');

/** log sum exp(logits) - logits[target], weighted; shifted by the row maximum so that large logits stay finite. */
function crossEntropy(graph: Graph, { readout, seqLen, classes }: ModelConfig, batchSize: number, logits: Tensor): Tensor {
  const shape = readout === 'sequence' ? [batchSize] : [batchSize, seqLen];
  const rows = logits.shape[0] as number;
  const targets = reshape(graph.input('targets', shape, 'int'), [rows]);
  const weights = reshape(graph.input('weights', shape), [rows]);
  const last = { axes: [-1], keepDims: true };
  const shifted = sub(logits, max(logits, last));
  const total = log(sum(exp(shifted), { axes: [-1] }));
  const picked = sum(mul(shifted, oneHot(targets, classes)), { axes: [-1] });
  return sum(mul(sub(total, picked), weights));
}

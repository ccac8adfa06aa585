/** The Transformer as a graph: stacks of blocks, each sublayer as its plan says. It reads plans and never a placement's name. */
import { abs, add, exp, linear, log, max, mean, minimum, mul, oneHot, reshape, sub, sum, toFloat } from '../graph/math.ts';
import type { Graph, Tensor } from '../graph/tensor.ts';
import { architectures } from './architecture/index.ts';
import type { Stack } from './architecture/types.ts';
import { crossAttention, selfAttention } from './attention.ts';
import { embed, patchRows, tokenEmbedding, tokenRows } from './embedding.ts';
import { feedForward } from './feed-forward.ts';
import { blockOrNot } from './layer-drop.ts';
import { applyNorm } from './norm.ts';
import { placesOf } from './place.ts';
import { type ReadPlacement, readPlacement } from './placement/read.ts';
import { norm, type SublayerPlan } from './placement/types.ts';
import { ruleOf } from './residual/index.ts';
import type { Streams } from './residual/types.ts';
import { scaled } from './scale/tensor.ts';
import { type ParameterSource, Scope } from './scope.ts';
import type { Memory, Site } from './site.ts';
import { sublayer } from './sublayer.ts';
import type { ModelConfig, Place, SublayerKind } from './types.ts';

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
  /** Which blocks are passed, and how; all of them in turn when left out. */
  readonly route?: Route;
}

/** Keys of blocks: group after group, the blocks of a group side by side as one block that is as wide as all of them. */
export type Route = readonly (readonly string[])[];

/** A model being built into a graph. */
export interface Build {
  readonly scope: Scope;
  readonly config: ModelConfig;
  readonly placement: ReadPlacement;
  readonly batchSize: number;
  readonly route?: Route;
}

/** One stack on its way through its blocks. */
export interface Passage {
  readonly streams: Streams;
  readonly seqLen: number;
  readonly causal: boolean;
  /** What the stack before returned. */
  readonly memory?: Memory;
  /** Added to the scores of self-attention where there may be padding. */
  readonly bias?: Tensor;
}

/** A sublayer and what the placement says of it. */
export interface PlannedSublayer {
  readonly place: Place;
  readonly plan: SublayerPlan;
}

/**
 * Builds the model into a graph. Inputs: `tokens` int [batchSize, seqLen] or `patches` float [batchSize, seqLen, patchSize], with a
 * second stack `source` int [batchSize, sourceLen]; `targets` int and `weights` float, of shape [batchSize, seqLen] or [batchSize],
 * the weights summing to 1 over what the loss counts; `step` where a plan asks for it; every parameter and state by its key.
 */
export function buildTransformer(graph: Graph, config: ModelConfig, options: BuildOptions): BuiltModel {
  const build = openBuild(graph, config, options);
  let memory: Memory | undefined;
  for (const stack of stacksOf(config)) {
    const start = enterStack(build, stack, memory);
    const own = plannedSublayers(build).filter(({ place }) => place.stack === stack.id);
    memory = leaveStack(build, stack, { ...start, streams: passBlocks(build, start, own) });
  }
  const { logits, loss } = answer(build, (memory as Memory).stream);
  return { scope: build.scope, logits, loss: withLossTerms(build, loss) };
}

export function openBuild(graph: Graph, config: ModelConfig, { batchSize, train, source, route }: BuildOptions): Build {
  const placement = readPlacement(config);
  const scope = new Scope(graph, { train, dropout: config.dropout, unitWeights: placement.frame.unitWeights, source });
  return { scope, config, placement, batchSize, route };
}

export const stacksOf = (config: ModelConfig): readonly Stack[] => architectures.get(config.architecture).stacks(config);

export const plannedSublayers = ({ config, placement }: Pick<Build, 'config' | 'placement'>): PlannedSublayer[] =>
  placesOf(config).map((place) => ({ place, plan: placement.plan(place) }));

/** A loss with what the normalizers add to it: worth nothing, with gradients of its own. */
export const withLossTerms = ({ scope }: Build, loss: Tensor): Tensor => scope.lossTerms.reduce((total, term) => add(total, term), loss);

/** A stack at its first block. */
export function enterStack(build: Build, stack: Stack, memory?: Memory): Passage {
  const { scope, config, placement, batchSize } = build;
  const { prefix, causal } = stack;
  const seqLen = lengthOf(build, stack);
  const { embeddingNorm } = placement.frameOf(stack.id);
  const embedded = embed(scope, config, inputRows(build, stack), { prefix, seqLen });
  const normed = embeddingNorm ? applyNorm({ scope, config, key: `${prefix}embedding_norm`, seqLen }, embeddingNorm, embedded) : embedded;
  scope.tap(tapOf(stack, 'embed.out'), normed);
  const { rule, options } = residualOf(build);
  const bias = stack.reads === 'source' ? paddingBias(scope.graph, config, batchSize) : undefined;
  return { streams: rule.start(embedded, { normed }, options), seqLen, causal, memory, bias };
}

/** Any run of whole blocks. */
export function passBlocks(build: Build, passage: Passage, sublayers: readonly PlannedSublayer[]): Streams {
  const { scope, config } = build;
  const { seqLen, causal, memory, bias } = passage;
  const { rule } = residualOf(build);
  let { streams } = passage;
  let block = { key: '', start: streams };
  const passed = routed(sublayers, build.route);
  for (const [i, [{ place, plan }, ...others]] of passed.entries()) {
    if (place.block !== block.key) block = { key: place.block, start: streams };
    const shared = { scope, config, seqLen, causal, memory, bias };
    const beside = others.map((other): Site => ({ ...shared, ...other }));
    streams = sublayer(
      { ...shared, place, plan },
      { residual: rule, streams, block: block.start[0] as Tensor, beside },
      branches[place.sublayer],
    );
    if (passed[i + 1]?.[0].place.block !== block.key) streams = blockOrNot(shared, place, block.start, streams);
  }
  return streams;
}

type SideBySide = readonly [PlannedSublayer, ...PlannedSublayer[]];

/** Sublayers in the order they are passed, those side by side together: the first ones of the blocks of a group, the second ones … */
function routed(sublayers: readonly PlannedSublayer[], route?: Route): SideBySide[] {
  if (!route) return sublayers.map((one) => [one]);
  return route.flatMap((group) => {
    const [first = [], ...others] = group.map((key) => sublayers.filter(({ place }) => place.block === key));
    return first.map((one, i): SideBySide => [one, ...others.map((block) => block[i] as PlannedSublayer)]);
  });
}

/** A stack behind its last block: what it returns to the head, or to the stack after it. */
export function leaveStack(build: Build, stack: Stack, { streams, bias }: Pick<Passage, 'streams' | 'bias'>): Memory {
  const { scope, config, placement } = build;
  const seqLen = lengthOf(build, stack);
  const normed = (name: string, x: Tensor) => applyNorm({ scope, config, key: `${stack.prefix}${name}`, seqLen }, norm, x);
  const finalNorm = (x: Tensor) => {
    scope.tap(tapOf(stack, 'final.in'), x);
    return placement.frameOf(stack.id).finalNorm ? normed('final_norm', x) : x;
  };
  const { rule, options } = residualOf(build);
  const stream = rule.finish(streams, { finalNorm, norm: normed }, options);
  scope.tap(tapOf(stack, 'final.out'), stream);
  return { stream, seqLen, bias };
}

const tapOf = ({ reads, prefix }: Stack, name: string): string => (reads === 'source' ? `${prefix}${name}` : name);

const lengthOf = ({ config }: Build, { reads }: Stack): number => (reads === 'source' ? config.sourceLen : config.seqLen);

export function residualOf({ placement }: Pick<Build, 'placement'>) {
  return ruleOf(placement.frame.residual);
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

/** Logits and loss from what the last stack returned [batch · seqLen, dModel]. */
export function answer({ scope, config, placement, batchSize }: Build, stream: Tensor): { readonly logits: Tensor; readonly loss: Tensor } {
  const { readout, seqLen, dModel, classes } = config;
  const pooled = (x: Tensor): Tensor => mean(reshape(x, [batchSize, seqLen, dModel]), { axes: [1] });
  const plain = linear(readout === 'sequence' ? pooled(stream) : stream, head(scope, config));
  const lengths = { scalar: 1, feature: classes, head: config.nHeads };
  const logits = scaled({ scope, key: '', block: '', lengths }, plain, placement.frame.logitScale);
  scope.tap('logits', logits);
  const smoothing = scope.train ? config.labelSmoothing : undefined;
  return { logits, loss: crossEntropy(scope.graph, config, batchSize, logits, smoothing) };
}

const head = (scope: Scope, config: ModelConfig): Tensor =>
  config.tiedHead ? tokenEmbedding(scope, config) : scope.parameter('head.weight', [config.classes, config.dModel], 'head');

/**
 * Σ w · (log Σ exp z − (1 − s)·z_target − s·mean z), z the logits less their row maximum, so that large ones stay finite: the cross-entropy
 * with a target that has 1 − s + s/K at its class and s/K at the K − 1 others (Szegedy et al. 2016; torch's label_smoothing).
 */
function crossEntropy(graph: Graph, { readout, seqLen, classes }: ModelConfig, batchSize: number, logits: Tensor, smoothing = 0): Tensor {
  const shape = readout === 'sequence' ? [batchSize] : [batchSize, seqLen];
  const rows = logits.shape[0] as number;
  const targets = reshape(graph.input('targets', shape, 'int'), [rows]);
  const weights = reshape(graph.input('weights', shape), [rows]);
  const last = { axes: [-1], keepDims: true };
  const shifted = sub(logits, max(logits, last));
  const total = log(sum(exp(shifted), { axes: [-1] }));
  const picked = sum(mul(shifted, oneHot(targets, classes)), { axes: [-1] });
  const target = smoothing > 0 ? add(mul(picked, 1 - smoothing), mul(mean(shifted, { axes: [-1] }), smoothing)) : picked;
  return sum(mul(sub(total, target), weights));
}

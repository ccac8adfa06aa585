/** Tiny models with every number drawn at random and distinct, so that no two parameters can be mistaken for one another. */
import { evaluate } from '../../src/engine/reference.ts';
import type { Data, Feeds } from '../../src/engine/types.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { newGraph } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placements } from '../../src/model/placement/index.ts';
import { type BuiltModel, buildTransformer } from '../../src/model/transformer.ts';
import { type ModelConfig, type Role, tokenShape } from '../../src/model/types.ts';
import type { Batch } from '../../src/task/types.ts';
import { fedAs, randomData, revalued, type Watched, watch } from './numeric.ts';
import { once } from './once.ts';

export const tiny: ModelConfig = {
  architecture: 'decoder',
  ...tokenShape(9),
  placement: { id: 'pre' },
  normalizer: { id: 'layer' },
  attentionNorm: { id: 'none' },
  init: { id: 'normal' },
  activation: 'gelu',
  position: 'learned',
  nLayers: 2,
  nEncoderLayers: 2,
  nHeads: 2,
  nKvHeads: 2,
  dModel: 8,
  dFf: 12,
  seqLen: 4,
  bias: true,
  dropout: 0,
  tiedHead: false,
};

/** Every placement with the two normalizers that most models have. */
export const placementPairs = placements.ids.flatMap((placement) => ['layer', 'rms'].map((normalizer) => [placement, normalizer] as const));

/** Every normalizer before the branch and after the sum. */
export const normalizerPairs = normalizers.ids.flatMap((normalizer) =>
  ['post', 'pre'].map((placement) => [placement, normalizer] as const),
);

/** Every placement and every normalizer at least once. */
export const everyPair = [...new Map([...placementPairs, ...normalizerPairs].map((pair) => [pair.join(), pair])).values()];

/** Pairs that differ in kind: one stream and several, learnable scales, scales that change with the step, running statistics. */
export const samplePairs = [
  ['post', 'layer'],
  ['sandwich', 'rms'],
  ['pre', 'batch'],
  ['pre', 'power'],
  ['post', 'cogview'],
  ['normformer', 'layer'],
  ['prores', 'rms'],
  ['gpas', 'layer'],
  ['residual-dual', 'layer'],
  ['hyper-connections', 'rms'],
  ['siamese', 'layer'],
  ['ngpt', 'layer'],
] as const;

export const pairModel = (placement: string, normalizer: string, more: Partial<ModelConfig> = {}): ModelConfig => ({
  ...tiny,
  placement: { id: placement },
  normalizer: { id: normalizer },
  ...more,
});

/** Two stacks: a source of 5 tokens with padding, and targets that attend to it. */
export const crossModel = (placement: string, normalizer: string, more: Partial<ModelConfig> = {}): ModelConfig =>
  pairModel(placement, normalizer, { architecture: 'encoder-decoder', sourceLen: 5, padding: 0, ...more });

interface Beside {
  readonly choice?: Readonly<Record<string, unknown>>;
  readonly model?: Partial<ModelConfig>;
}

/** What else has to be said of a member or of its model for an option to show. */
export const besideOption: Readonly<Record<string, Beside | undefined>> = {
  'prms.round': { choice: { share: 0.3 } },
  'normformer.cross': { model: { architecture: 'encoder-decoder', sourceLen: 5, padding: 0 } },
  'qk.order': { model: { position: 'rotary' } },
  'qkv.order': { model: { position: 'rotary' } },
};

/** Placements that are defined for cross-attention. */
export const crossing = placements.ids.filter((id) => !placements.get(id).noCross);

export interface BuiltTiny extends BuiltModel {
  readonly feeds: Record<string, Data>;
}

/** A model in a graph of its own, each parameter an input, with random values for all of them and one batch. */
export function buildTiny(model: ModelConfig, { train = true, batchSize = 2, step = 3 } = {}): BuiltTiny {
  const built = buildTransformer(newGraph(), model, { batchSize, train });
  const parameters = [...built.scope.parameters].map(([key, { spec }]) => [key, randomData(spec.shape, key, range(spec.role))] as const);
  const states = [...built.scope.states].map(([key, { spec }]) => [key, randomData(spec.shape, key, [0.5, 1.5])] as const);
  return {
    ...built,
    feeds: { ...Object.fromEntries([...parameters, ...states]), ...randomBatch(model, batchSize), step: Float64Array.of(step) },
  };
}

const range = (role: Role): [number, number] => (role === 'norm-weight' ? [0.5, 1.5] : [-0.7, 0.7]);

/** Random inputs and targets of the shapes that the model's data has; every answer counts the same. */
export function randomBatch(model: ModelConfig, batchSize: number): Batch & Record<string, Int32Array | Float32Array> {
  const { seqLen, sourceLen, vocabSize, classes, patchSize, readout } = model;
  const answers = readout === 'token' ? batchSize * seqLen : batchSize;
  const draw = (name: string, count: number, below: number) => Int32Array.from(randomData([count], name, [0, below]), Math.floor);
  return {
    ...(patchSize > 0
      ? { patches: Float32Array.from(randomData([batchSize * seqLen * patchSize], 'patches', [-1, 1])) }
      : { tokens: draw('tokens', batchSize * seqLen, vocabSize) }),
    ...(sourceLen > 0 && { source: draw('source', batchSize * sourceLen, vocabSize) }),
    targets: draw('targets', answers, classes),
    weights: new Float32Array(answers).fill(1 / answers),
  } as Batch & Record<string, Int32Array | Float32Array>;
}

/** The value of a tensor of a built model, in float64. */
export function numbersOf(tensor: Tensor, feeds: Feeds): Float64Array {
  return evaluate([tensor], feeds)[0] as Float64Array;
}

/** Values of all taps of a model, by what it was fed: one pass for all of them. */
const tapped = new WeakMap<Feeds, Map<BuiltModel['scope'], ReadonlyMap<string, Float64Array>>>();

/** The value of a tap; feeds must not be written to afterwards. @throws Error for a name that the model never tapped. */
export function tapValue({ scope, feeds }: BuiltTiny, name: string): Float64Array {
  const known = tapped.get(feeds) ?? new Map<BuiltModel['scope'], ReadonlyMap<string, Float64Array>>();
  tapped.set(feeds, known);
  const values = known.get(scope) ?? evaluatedTaps(scope, feeds);
  known.set(scope, values);
  const found = values.get(name);
  if (!found) throw new Error(`the model has no tap "${name}"`);
  return found;
}

function evaluatedTaps({ taps }: BuiltModel['scope'], feeds: Feeds): ReadonlyMap<string, Float64Array> {
  const names = [...taps.keys()];
  const values = evaluate([...taps.values()], feeds);
  return new Map(names.map((name, i) => [name, values[i] as Float64Array]));
}

/** The gradient of the loss with respect to one parameter. */
export function gradientOf({ loss, scope, feeds }: BuiltTiny, key: string): Float64Array {
  const tensor = scope.parameters.get(key)?.tensor;
  if (!tensor) throw new Error(`the model has no parameter "${key}"`);
  return numbersOf(gradient(loss, [tensor])[0] as Tensor, feeds);
}

/** Losses of models with all that is behind them, by the model. */
const watchedLosses = new WeakMap<BuiltTiny, Watched>();

/** The loss as some inputs are fed otherwise; feeds must not be written to afterwards. */
export function lossOf(built: BuiltTiny, changed: Feeds = {}): number {
  const watched = once(watchedLosses, built, () => watch(built.loss, built.feeds));
  return revalued(watched, fedAs(watched, changed));
}

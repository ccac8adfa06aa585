/** Every model's gradient against finite differences: each parameter tensor along a random direction, with stopped gradients held still. */
import { expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { placements } from '../../src/model/placement/index.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { type BuiltTiny, buildTiny, crossing, crossModel, normalizerPairs, pairModel, placementPairs } from '../helper/model.ts';
import { slopeAlong, unitDirection, watch } from '../helper/numeric.ts';

const small = { seqLen: 3, vocabSize: 7, classes: 7 };

const attention = (['qk', 'qkv'] as const).flatMap((id) => (['head', 'each-head', 'full'] as const).map((span) => ({ id, span })));
const unbiased = { id: 'layer', std: 'unbiased' };

const headNorm = { id: 'custom', rules: [{ sublayers: ['attn'], inner: { eachHead: true } }] };

const models: readonly (readonly [string, ModelConfig])[] = [
  ...placementPairs.map(([placement, normalizer]) => [`${placement} × ${normalizer}`, pairModel(placement, normalizer, small)] as const),
  ...normalizerPairs.map(([placement, normalizer]) => [`${placement} × ${normalizer} `, pairModel(placement, normalizer, small)] as const),
  ['pre × power, running', pairModel('pre', 'power', { ...small, normalizer: { id: 'power', warmupSteps: 1, groups: 2 } })],
  ...[...attention, { id: 'cosine' }].flatMap((attentionNorm) =>
    ['pre', 'branch-out'].map(
      (placement) =>
        [`${placement}, ${JSON.stringify(attentionNorm)}`, pairModel(placement, 'layer', { ...small, attentionNorm })] as const,
    ),
  ),
  ...crossing.map(
    (placement) => [`${placement}, encoder-decoder`, crossModel(placement, 'layer', { ...small, nEncoderLayers: 1, nLayers: 1 })] as const,
  ),
  ['qk, encoder-decoder', crossModel('pre', 'rms', { ...small, attentionNorm: { id: 'qk' }, position: 'rotary', nHeads: 4, nKvHeads: 2 })],
  ['encoder', pairModel('post', 'layer', { ...small, architecture: 'encoder' })],
  [
    'patches',
    pairModel('layerscale', 'layer', { ...small, architecture: 'encoder', vocabSize: 0, patchSize: 5, classes: 3, readout: 'sequence' }),
  ],
  [
    'swiglu, rotary, shared keys',
    pairModel('sub-ln', 'rms', { ...small, activation: 'swiglu', position: 'rotary', nHeads: 4, nKvHeads: 1 }),
  ],
  ['tied, no bias', pairModel('glm', 'layer', { ...small, tiedHead: true, bias: false })],
  ['lns after the residual', pairModel('lns', 'layer', { ...small, placement: { id: 'lns', scaleAt: 'after-residual' } })],
  [
    'hyper-connections of two streams',
    pairModel('hyper-connections', 'layer', { ...small, placement: { id: 'hyper-connections', streams: 2 } }),
  ],
  ['prores on post', pairModel('prores', 'layer', { ...small, placement: { id: 'prores', base: 'post', rampSteps: 2 } })],
  ['an unbiased deviation', pairModel('post', 'layer', { ...small, normalizer: unbiased })],
  [
    'turned, then normed, each head by itself',
    pairModel('pre', 'layer', {
      ...small,
      normalizer: unbiased,
      position: 'rotary',
      attentionNorm: { id: 'qk', span: 'each-head', order: 'rotation-first' },
    }),
  ],
  ['smoothed labels', pairModel('pre', 'rms', { ...small, labelSmoothing: 0.2 })],
  ['a norm of each head before the last matrix', pairModel('custom', 'rms', { ...small, placement: headNorm })],
  [
    'norms on the memory and of one stack',
    crossModel('post', 'layer', {
      ...small,
      nLayers: 1,
      nEncoderLayers: 1,
      memoryNorm: true,
      finalNorm: { decoder: true },
      embeddingNorm: { encoder: true },
    }),
  ],
  ['blocks dropped', pairModel('post', 'layer', { ...small, layerDrop: { rate: 0.5, unit: 'block', growth: 'constant' } })],
  ['branches dropped', pairModel('sandwich', 'layer', { ...small, layerDrop: { rate: 0.5, unit: 'sublayer', growth: 'linear' } })],
  ['final and embedding norm', pairModel('post', 'layer', { ...small, finalNorm: true, embeddingNorm: true })],
];

/** What disagrees, by parameter. */
function wrongSlopes({ loss, scope, feeds }: BuiltTiny): string[] {
  const entries = [...scope.parameters];
  const gradients = evaluate(
    gradient(
      loss,
      entries.map(([, { tensor }]) => tensor),
    ),
    feeds,
  );
  const watched = watch(loss, feeds);
  return entries.flatMap(([key, { spec }], i) => {
    const own = gradients[i] as Float64Array;
    const direction = unitDirection(spec.shape, `direction ${key}`);
    const expected = own.reduce((total, g, j) => total + g * (direction[j] as number), 0);
    const found = slopeAlong(watched, key, direction);
    // Relative to the slope; where that happens to be small, to a part of the gradient.
    const size = Math.max(Math.abs(expected), 0.01 * Math.hypot(...own), 1e-5);
    return Math.abs(found - expected) <= 1e-5 * size ? [] : [`${key}: ${found}, expected ${expected}`];
  });
}

it.each(models)('%s', (_name, model) => {
  const built = buildTiny(model, { batchSize: 2 });
  // Of blocks and branches every other one is left out.
  const drawn = built.scope.masks.map(({ name, whole }, i) => [name, Float64Array.of(i % 2 ? 0 : (whole?.kept ?? 1))]);
  expect(wrongSlopes({ ...built, feeds: { ...built.feeds, ...Object.fromEntries(drawn) } })).toEqual([]);
});

it('speaks of every placement', () => {
  const named = models.map(([, { placement }]) => placement.id);
  for (const id of placements.ids) expect(named).toContain(id);
});

/** Every diagnostic: its numbers by hand from the taps, labels that fit, and no influence on the training it watches. */
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/diagnostic/index.ts';
import type { DiagnosticContext, Series } from '../../src/diagnostic/types.ts';
import { ortNode } from '../../src/engine/ort-node.node.ts';
import { evaluate, reference } from '../../src/engine/reference.ts';
import type { Data, EngineDefinition } from '../../src/engine/types.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { reachable } from '../../src/graph/graph.ts';
import { size, type Tensor } from '../../src/graph/tensor.ts';
import { placesOf } from '../../src/model/place.ts';
import { type SublayerTap, tapName } from '../../src/model/taps.ts';
import type { ModelConfig, Place } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { buildTiny, crossModel, numbersOf, pairModel, placementPairs, randomBatch, samplePairs, tapValue } from '../helper/model.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

/** A tiny model with its gradients, and parameters after a made-up step. */
function setUp(model: ModelConfig) {
  const built = buildTiny(model);
  const entries = [...built.scope.parameters];
  const gradients = gradient(
    built.loss,
    entries.map(([, { tensor }]) => tensor),
  );
  const { graph } = built.loss.node;
  const context: DiagnosticContext = {
    config: model,
    scope: built.scope,
    gradients: new Map(entries.map(([key], i) => [key, gradients[i] as Tensor])),
    updated: new Map(entries.map(([key, { spec }]) => [key, graph.input(`next:${key}`, spec.shape)])),
  };
  const feeds = { ...built.feeds };
  for (const [key, { spec }] of entries) feeds[`next:${key}`] = randomData(spec.shape, `next ${key}`);
  const valuesOf = (key: string) => feeds[key] as Float64Array;
  let slopes: ReadonlyMap<string, Float64Array> | undefined;
  /** One pass for all of them. */
  const evaluated = () => new Map(evaluate(gradients, feeds).map((values, i) => [entries[i]?.[0] as string, values]));
  return {
    built: { ...built, feeds },
    context,
    feeds,
    model,
    places: placesOf(model),
    tap: (place: Place, name: SublayerTap) => tapValue({ ...built, feeds }, tapName(place, name)),
    gradientOf: (key: string) => {
      slopes ??= evaluated();
      return slopes.get(key) as Float64Array;
    },
    before: valuesOf,
    after: (key: string) => valuesOf(`next:${key}`),
  };
}

type SetUp = ReturnType<typeof setUp>;

const matrixNames = { attn: ['qkv', 'out'], cross: ['q', 'kv', 'out'], ffn: ['fc1', 'fc2'] } as const;
const matricesAt = (places: readonly Place[]) =>
  places.flatMap(({ key, sublayer }) => matrixNames[sublayer].map((name) => `${key}.${name}.weight`));
const blocksOf = (places: readonly Place[]) => [...new Set(places.map(({ block }) => block))];
const matricesOf = (places: readonly Place[], block: string) => matricesAt(places.filter((place) => place.block === block));
/** The last sublayer of every block. */
const ends = (places: readonly Place[]) => blocksOf(places).map((block) => places.filter((place) => place.block === block).at(-1) as Place);
const energy = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value * value, 0);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * (b[i] as number), 0);
const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - (b[i] as number));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Each series once more, in plain words; of angles that are nearly 0 the plain words keep fewer digits. */
const byHand: Readonly<Record<string, (at: SetUp) => number[]>> = {
  'gradient-norm/matrix': ({ gradientOf, places }) => matricesAt(places).map((key) => Math.sqrt(energy(gradientOf(key)))),
  'gradient-norm/layer': ({ gradientOf, places }) =>
    blocksOf(places).map((block) => Math.sqrt(sum(matricesOf(places, block).map((key) => energy(gradientOf(key)))))),
  'gradient-norm/last-ffn': ({ gradientOf, places }) => [Math.sqrt(energy(gradientOf(`${places.at(-1)?.key}.fc2.weight`)))],
  'stream-rms/in': ({ tap, places }) => places.map((place) => rms(tap(place, 'stream_in'))),
  'stream-rms/sum': ({ tap, places }) => places.map((place) => rms(tap(place, 'sum'))),
  'stream-rms/out': ({ tap, places }) => places.map((place) => rms(tap(place, 'stream_out'))),
  'identity-share': ({ tap, places }) =>
    places.map((place) => {
      const [identity, write] = [energy(tap(place, 'identity')), energy(tap(place, 'write'))];
      return identity / (identity + write);
    }),
  'max-abs': ({ tap, places }) => places.map((place) => Math.max(...tap(place, 'sum').map(Math.abs))),
  'update-ratio/matrix': ({ before, after, places }) =>
    matricesAt(places).map((key) => Math.sqrt(energy(difference(after(key), before(key))) / energy(before(key)))),
  'update-ratio/layer': ({ before, after, places }) =>
    blocksOf(places).map((block) => {
      const keys = matricesOf(places, block);
      return Math.sqrt(sum(keys.map((key) => energy(difference(after(key), before(key))))) / sum(keys.map((key) => energy(before(key)))));
    }),
  'embedding-share': ({ built, tap, places }) =>
    ends(places)
      .filter(({ key }) => !key.startsWith('encoder.'))
      .map((place) => {
        const [start, stream] = [tapValue(built, 'embed.out'), tap(place, 'stream_out')];
        return dot(start, stream) / Math.sqrt(energy(start) * energy(stream));
      }),
  'angular-distance/block': (at) =>
    acrossBlocks(at).map(([from, to]) => mean(from.map((x, t) => Math.acos(Math.min(1, cosine(x, to[t] as Float64Array))) / Math.PI))),
  'angular-distance/walk': ({ model, places, tap }) =>
    blocksOf(places).map((block) => {
      const own = places.filter((place) => place.block === block);
      const sums = own.map((place) => ({ identity: rows(model, tap(place, 'identity')), write: rows(model, tap(place, 'write')) }));
      const turned = (sums[0]?.identity ?? []).map((_, t) =>
        // A token of length 1 that each write leaves at a right angle keeps this much of its direction.
        sums.reduce((kept, { identity, write }) => {
          const [x, w] = [Math.sqrt(energy(identity[t] as Float64Array)), Math.sqrt(energy(write[t] as Float64Array))];
          return kept * (x / Math.hypot(x, w));
        }, 1),
      );
      return mean(turned.map((kept) => Math.acos(kept) / Math.PI));
    }),
  'block-influence': (at) => acrossBlocks(at).map(([from, to]) => 1 - mean(from.map((x, t) => cosine(x, to[t] as Float64Array)))),
  'dependency-ratio': ({ places, tap }) => places.map((place) => variance(tap(place, 'write')) / variance(tap(place, 'sum'))),
  'attention-entropy': (at) =>
    attentions(at).map((scores) =>
      mean(
        scores.map((row) => {
          const weights = softmax(row);
          return -sum(weights.filter((p) => p > 0).map((p) => p * Math.log(p)));
        }),
      ),
    ),
  'attention-max-logit': (at) => attentions(at).map((scores) => Math.max(...scores.flat().filter((score) => score > -1e20))),
  'kurtosis/token': ({ model, places, tap }) =>
    ends(places).map((place) =>
      mean(rows(model, tap(place, 'stream_out')).map((x) => mean([...x].map((v) => v ** 4)) / mean([...x].map((v) => v ** 2)) ** 2)),
    ),
  'kurtosis/feature': (at) => featureRms(at).map((s) => mean(s.map((v) => v ** 4)) / mean(s.map((v) => v ** 2)) ** 2),
  outlier: (at) => featureRms(at).map((s) => Math.max(...s) / Math.sqrt(mean(s.map((v) => v ** 2)))),
  'update-function': ({ built, feeds }) => {
    const moved = Object.fromEntries([...built.scope.parameters.keys()].map((key) => [key, feeds[`next:${key}`] as Float64Array]));
    return ['final.out', 'logits'].map((name) => {
      const tensor = built.scope.taps.get(name) as Tensor;
      const [before, after] = [numbersOf(tensor, feeds), numbersOf(tensor, { ...feeds, ...moved })];
      return Math.sqrt(energy(difference(after, before)) / energy(before));
    });
  },
};

const mean = (values: readonly number[]) => sum(values) / values.length;
const variance = (values: Float64Array) => {
  const centre = mean([...values]);
  return mean([...values].map((value) => (value - centre) ** 2));
};
const cosine = (a: Float64Array, b: Float64Array) => dot(a, b) / Math.sqrt(energy(a) * energy(b));
/** One vector a token. */
const rows = ({ dModel }: ModelConfig, x: Float64Array) =>
  Array.from({ length: x.length / dModel }, (_, t) => x.slice(t * dModel, (t + 1) * dModel));
/** What enters and leaves each block, by token. */
const acrossBlocks = ({ model, places, tap }: SetUp) =>
  ends(places).map((last) => {
    const first = places.find(({ block }) => block === last.block) as Place;
    return [rows(model, tap(first, 'stream_in')), rows(model, tap(last, 'stream_out'))] as const;
  });
/** RMS over tokens of every feature, after each block. */
const featureRms = ({ model, places, tap }: SetUp) =>
  ends(places).map((place) => {
    const tokens = rows(model, tap(place, 'stream_out'));
    return Array.from({ length: model.dModel }, (_, j) => Math.sqrt(mean(tokens.map((x) => (x[j] as number) ** 2))));
  });
const softmax = (scores: readonly number[]) => {
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  return powers.map((power) => power / sum(powers));
};

/** Scores of each attention by query, in the order in which they were built, from queries, keys and masks alone. */
function attentions({ built, feeds }: SetUp): number[][][] {
  const nodes = reachable([built.loss]).filter(({ op }) => op === 'attend');
  return nodes.map(({ inputs, attributes }) => {
    const [q, k, bias] = [inputs[0], inputs[1], inputs[3]].map((input) => input && numbersOf(input, feeds)) as Float64Array[];
    const [batch, heads, queries, dHead] = (inputs[0] as Tensor).shape as [number, number, number, number];
    const keys = (inputs[1] as Tensor).shape[2] as number;
    return Array.from({ length: batch * heads * queries }, (_, row) => {
      const [head, query] = [Math.floor(row / queries), row % queries];
      return Array.from({ length: keys }, (_, key) => {
        const hidden = attributes.causal && key > query;
        const product = dot(
          (q as Float64Array).slice(row * dHead, (row + 1) * dHead),
          (k as Float64Array).slice((head * keys + key) * dHead, (head * keys + key + 1) * dHead),
        );
        const padding = bias?.[Math.floor(head / heads) * keys + key] ?? 0;
        return hidden ? -1e30 : product * (attributes.scale as number) + padding;
      });
    });
  });
}

const rms = (values: Float64Array) => Math.sqrt(energy(values) / values.length);

const watchedModels: readonly (readonly [string, ModelConfig])[] = [
  ...placementPairs.filter(([, normalizer]) => normalizer === 'layer').map((pair) => [pair.join(' × '), pairModel(...pair)] as const),
  ...(['layer', 'batch'] as const).map(
    (normalizer) => [`pre × ${normalizer}, encoder`, pairModel('pre', normalizer, { architecture: 'encoder' })] as const,
  ),
  ...(['post', 'pre', 'deepnorm', 'hyper-connections', 'residual-dual', 'b2t'] as const).map(
    (placement) => [`${placement}, encoder-decoder`, crossModel(placement, 'layer', { nEncoderLayers: 3 })] as const,
  ),
];

describe.each(watchedModels)('%s', (_name, model) => {
  const at = setUp(model);
  const all = diagnostics.ids.flatMap((id) => diagnostics.get(id).measure(at.context));
  /** One pass for all of them. */
  let values: readonly Float64Array[] | undefined;
  const measured = (id: string) => {
    values ??= evaluate(
      all.map((series) => series.values),
      at.feeds,
    );
    return values[all.findIndex((series) => series.id === id)] as Float64Array;
  };

  it.each(diagnostics.ids)('%s measures what it says', (id) => {
    for (const series of diagnostics.get(id).measure(at.context)) {
      const hand = byHand[series.id];
      const values = measured(series.id);
      expect(hand, series.id).toBeDefined();
      expect(relativeError(values, hand?.(at) ?? []), series.id).toBeLessThan(/^(angular|block)/.test(id) ? 1e-10 : 1e-12);
      expect(series.labels.length, series.id).toBe(values.length);
      expect(new Set(series.labels).size, series.id).toBe(values.length);
      expect([...values].every(Number.isFinite), series.id).toBe(true);
    }
  });
});

const everySeries = (context: DiagnosticContext): readonly Series[] => diagnostics.members.flatMap(({ measure }) => measure(context));

describe.each([
  ['decoder', pairModel('sandwich', 'layer')],
  ['encoder-decoder', crossModel('sandwich', 'layer')],
] as const)('series of a %s', (_name, model) => {
  const { context, places } = setUp(model);
  it('are vectors, with names of their own that begin with their diagnostic', () => {
    const all = everySeries(context);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { values, labels } of all) expect(values.shape).toEqual([labels.length]);
    for (const { id, measure } of diagnostics.members) {
      for (const series of measure(context)) expect(series.id.split('/')[0]).toBe(id);
    }
  });

  it('read taps and matrices in order of depth, under the names of the model', () => {
    for (const { labels, ofEnd } of everySeries(context)) {
      for (const label of labels) {
        const known = context.scope.taps.has(label) || context.scope.parameters.has(label) || /^((en|de)coder\.)?layers\.\d+$/.test(label);
        expect(known, label).toBe(true);
      }
      if (ofEnd) continue;
      const order = labels.map((label) => places.findIndex(({ block }) => label === block || label.startsWith(`${block}.`)));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order.every((at) => at >= 0)).toBe(true);
    }
  });

  it.each(diagnostics.members)('$id says what it needs', ({ measure, needs, definition }) => {
    const bare = {
      config: context.config,
      scope: context.scope,
      gradients: needs.includes('gradients') ? context.gradients : new Map(),
      updated: needs.includes('updates') ? context.updated : new Map(),
    };
    expect(() => measure(bare)).not.toThrow();
    expect(definition).not.toBe('');
  });
});

describe('a watched step', () => {
  /** Loss and update of one step at initialisation, watched or not. */
  async function step(definition: EngineDefinition, model: ModelConfig, watched: readonly string[]) {
    const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
    const program = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: watched });
    const engine = await definition.open({ threads: 1 });
    const session = await engine.compile(program.program);
    const scalars = Object.entries(optimizers.get('adamw').scalars(optimizer, 1, 1e-3)).map(([name, value]) => [
      `scalar:${name}`,
      Float64Array.of(value),
    ]);
    const values = Object.fromEntries(initialValues(program, model, 1, optimizers.get('adamw').slots));
    const outputs = await session.run({ ...values, ...Object.fromEntries(scalars), ...randomBatch(model, 2), step: Float64Array.of(1) });
    await session.release();
    return { program, measured: pick(outputs, true), trained: pick(outputs, false) };
  }
  const pick = (outputs: Record<string, Data>, measured: boolean) =>
    Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith('measure:') === measured));

  // One block for the runtime, which takes its time to make sessions.
  it.each([
    ['reference', reference, {}],
    ['ort-node', ortNode, { nLayers: 1, nEncoderLayers: 1 }],
  ] as const)('on %s trains bit for bit as an unwatched one', async (_id, definition, depth) => {
    const more = { init: { id: 'normal', std: 0.3 }, ...depth };
    for (const model of [
      ...samplePairs.map(([placement, normalizer]) => pairModel(placement, normalizer, more)),
      crossModel('post', 'layer', more),
    ]) {
      const [bare, watched] = [await step(definition, model, []), await step(definition, model, diagnostics.ids)];
      expect(watched.trained, JSON.stringify(model.placement)).toEqual(bare.trained);
      expect(bare.measured).toEqual({});
    }
  });

  it('sends out as many numbers as there are labels', async () => {
    const { program, measured } = await step(reference, pairModel('pre', 'layer', { init: { id: 'normal', std: 0.3 } }), diagnostics.ids);
    expect(Object.keys(measured).sort()).toEqual(
      Object.keys(program.labels)
        .map((id) => `measure:${id}`)
        .sort(),
    );
    for (const [id, labels] of Object.entries(program.labels)) expect(measured[`measure:${id}`]?.length, id).toBe(labels.length);
    for (const { name, tensor } of program.program.outputs) if (name.startsWith('measure:')) expect(size(tensor.shape)).toBeGreaterThan(0);
  });
});

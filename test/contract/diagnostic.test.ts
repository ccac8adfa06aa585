/** Every diagnostic: its numbers by hand from the taps, labels that fit, and no influence on the training it watches. */
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../../src/diagnostic/index.ts';
import type { DiagnosticContext, Series } from '../../src/diagnostic/types.ts';
import { ortNode } from '../../src/engine/ort-node.node.ts';
import { reference } from '../../src/engine/reference.ts';
import type { Data, EngineDefinition } from '../../src/engine/types.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { size, type Tensor } from '../../src/graph/tensor.ts';
import { sublayerTap } from '../../src/model/taps.ts';
import { sublayerKinds } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { trainingStep } from '../../src/train/step.ts';
import { initialValues } from '../../src/train/values.ts';
import { buildTiny, everyPair, numbersOf, pairModel, randomBatch, tapValue, tiny } from '../helper/model.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

/** A tiny model with its gradients, and parameters after a made-up step. */
function setUp(placement: string, normalizer: string) {
  const built = buildTiny(pairModel(placement, normalizer));
  const entries = [...built.scope.parameters];
  const gradients = gradient(
    built.loss,
    entries.map(([, { tensor }]) => tensor),
  );
  const { graph } = built.loss.node;
  const context: DiagnosticContext = {
    config: pairModel(placement, normalizer),
    scope: built.scope,
    gradients: new Map(entries.map(([key], i) => [key, gradients[i] as Tensor])),
    updated: new Map(entries.map(([key, { spec }]) => [key, graph.input(`next:${key}`, spec.shape)])),
  };
  const feeds = { ...built.feeds };
  for (const [key, { spec }] of entries) feeds[`next:${key}`] = randomData(spec.shape, `next ${key}`);
  const valuesOf = (key: string) => feeds[key] as Float64Array;
  return {
    built: { ...built, feeds },
    context,
    feeds,
    tap: (layer: number, kind: 'attn' | 'ffn', name: Parameters<typeof sublayerTap>[2]) =>
      tapValue({ ...built, feeds }, sublayerTap(layer, kind, name)),
    gradientOf: (key: string) => numbersOf(context.gradients.get(key) as Tensor, feeds),
    before: valuesOf,
    after: (key: string) => valuesOf(`next:${key}`),
  };
}

type SetUp = ReturnType<typeof setUp>;

const layers = Array.from({ length: tiny.nLayers }, (_, layer) => layer);
const everySublayer = layers.flatMap((layer) => sublayerKinds.map((kind) => [layer, kind] as const));
const matricesOf = (layer: number) => ['attn.qkv', 'attn.out', 'ffn.fc1', 'ffn.fc2'].map((name) => `layers.${layer}.${name}.weight`);
const energy = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value * value, 0);
const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * (b[i] as number), 0);
const difference = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - (b[i] as number));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Each series once more, in plain words. */
const byHand: Readonly<Record<string, (at: SetUp) => number[]>> = {
  'gradient-norm/matrix': ({ gradientOf }) => layers.flatMap(matricesOf).map((key) => Math.sqrt(energy(gradientOf(key)))),
  'gradient-norm/layer': ({ gradientOf }) => layers.map((layer) => Math.sqrt(sum(matricesOf(layer).map((key) => energy(gradientOf(key)))))),
  'gradient-norm/last-ffn': ({ gradientOf }) => [Math.sqrt(energy(gradientOf(`layers.${tiny.nLayers - 1}.ffn.fc2.weight`)))],
  'stream-rms/in': ({ tap }) => everySublayer.map(([layer, kind]) => rms(tap(layer, kind, 'stream_in'))),
  'stream-rms/sum': ({ tap }) => everySublayer.map(([layer, kind]) => rms(tap(layer, kind, 'sum'))),
  'stream-rms/out': ({ tap }) => everySublayer.map(([layer, kind]) => rms(tap(layer, kind, 'stream_out'))),
  'identity-share': ({ tap }) =>
    everySublayer.map(([layer, kind]) => {
      const [identity, write] = [energy(tap(layer, kind, 'identity')), energy(tap(layer, kind, 'write'))];
      return identity / (identity + write);
    }),
  'max-abs': ({ tap }) => everySublayer.map(([layer, kind]) => Math.max(...tap(layer, kind, 'sum').map(Math.abs))),
  'update-ratio/matrix': ({ before, after }) =>
    layers.flatMap(matricesOf).map((key) => Math.sqrt(energy(difference(after(key), before(key))) / energy(before(key)))),
  'update-ratio/layer': ({ before, after }) =>
    layers.map((layer) => {
      const keys = matricesOf(layer);
      return Math.sqrt(sum(keys.map((key) => energy(difference(after(key), before(key))))) / sum(keys.map((key) => energy(before(key)))));
    }),
  'embedding-share': ({ built, tap }) =>
    layers.map((layer) => {
      const [start, stream] = [tapValue(built, 'embed.out'), tap(layer, 'ffn', 'stream_out')];
      return dot(start, stream) / Math.sqrt(energy(start) * energy(stream));
    }),
};

const rms = (values: Float64Array) => Math.sqrt(energy(values) / values.length);

describe.each(everyPair)('%s × %s', (placement, normalizer) => {
  const at = setUp(placement, normalizer);

  it.each(diagnostics.ids)('%s measures what it says', (id) => {
    for (const series of diagnostics.get(id).measure(at.context)) {
      const hand = byHand[series.id];
      const values = numbersOf(series.values, at.feeds);
      if (hand) expect(relativeError(values, hand(at)), series.id).toBeLessThan(1e-12);
      expect(series.labels.length, series.id).toBe(values.length);
      expect(new Set(series.labels).size, series.id).toBe(values.length);
      expect([...values].every(Number.isFinite), series.id).toBe(true);
    }
  });
});

const everySeries = (context: DiagnosticContext): readonly Series[] => diagnostics.members.flatMap(({ measure }) => measure(context));

describe('series', () => {
  const { context } = setUp('sandwich', 'layer');
  it('are vectors, with names of their own that begin with their diagnostic', () => {
    const all = everySeries(context);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { values, labels } of all) expect(values.shape).toEqual([labels.length]);
    for (const { id, measure } of diagnostics.members) {
      for (const series of measure(context)) expect(series.id.split('/')[0]).toBe(id);
    }
  });

  it('read taps and matrices in order of depth, under the names of the model', () => {
    for (const { labels } of everySeries(context)) {
      for (const label of labels) {
        const known = context.scope.taps.has(label) || context.scope.parameters.has(label) || /^layers\.\d+$/.test(label);
        expect(known, label).toBe(true);
      }
      const depths = labels.map((label) => Number(label.split('.')[1]));
      expect(depths).toEqual([...depths].sort((a, b) => a - b));
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
  async function step(definition: EngineDefinition, placement: string, normalizer: string, watched: readonly string[]) {
    const model = pairModel(placement, normalizer, { init: { id: 'normal', std: 0.3 } });
    const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
    const program = trainingStep({ model, batchSize: 2, optimizer, clip: 1, diagnostics: watched });
    const engine = await definition.open({ threads: 1 });
    const session = await engine.compile(program.program);
    const scalars = Object.entries(optimizers.get('adamw').scalars(optimizer, 1, 1e-3)).map(([name, value]) => [
      `scalar:${name}`,
      Float64Array.of(value),
    ]);
    const values = Object.fromEntries(initialValues(program, model, 1, optimizers.get('adamw').slots));
    const outputs = await session.run({ ...values, ...Object.fromEntries(scalars), ...randomBatch(model, 2) });
    await session.release();
    return { program, measured: pick(outputs, true), trained: pick(outputs, false) };
  }
  const pick = (outputs: Record<string, Data>, measured: boolean) =>
    Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith('measure:') === measured));

  it.each([reference, ortNode])('on $id trains bit for bit as an unwatched one', async (definition) => {
    for (const pair of everyPair) {
      const [bare, watched] = [await step(definition, ...pair, []), await step(definition, ...pair, diagnostics.ids)];
      expect(watched.trained, pair.join()).toEqual(bare.trained);
      expect(bare.measured).toEqual({});
    }
  });

  it('sends out as many numbers as there are labels', async () => {
    const { program, measured } = await step(reference, 'pre', 'layer', diagnostics.ids);
    expect(Object.keys(measured).sort()).toEqual(
      Object.keys(program.labels)
        .map((id) => `measure:${id}`)
        .sort(),
    );
    for (const [id, labels] of Object.entries(program.labels)) expect(measured[`measure:${id}`]?.length, id).toBe(labels.length);
    for (const { name, tensor } of program.program.outputs) if (name.startsWith('measure:')) expect(size(tensor.shape)).toBeGreaterThan(0);
  });
});

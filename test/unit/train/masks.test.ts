/** Dropout: masks with the right rate that every engine is fed alike, and nothing at all without dropout. */
import { describe, expect, it } from 'vitest';
import { print } from '../../../src/graph/print.ts';
import { newGraph, program } from '../../../src/graph/program.ts';
import { buildTransformer } from '../../../src/model/transformer.ts';
import type { LayerDrop, MaskSpec, ModelConfig } from '../../../src/model/types.ts';
import { dropoutMasks } from '../../../src/train/masks.ts';
import { evaluationProgram } from '../../../src/train/step.ts';
import { type BuiltTiny, buildTiny, lossOf, pairModel, tapValue, tiny } from '../../helper/model.ts';
import { relativeError } from '../../helper/numeric.ts';
import { openEngine, smallRun, trainRun } from '../../helper/run.ts';

const wide = [{ name: 'mask:a', shape: [200, 501] }];
const mask = (dropout: number, seed = 1, step = 0, specs = wide) =>
  dropoutMasks(specs, dropout, seed, step)['mask:a'] as Uint8Array<ArrayBuffer>;
const kept = (values: Uint8Array) => values.reduce((total, value) => total + value, 0) / values.length;

describe('masks', () => {
  it.each([0.05, 0.1, 0.5, 0.9])('drop a share of %f, on even places and odd', (dropout) => {
    const values = mask(dropout);
    expect(values.length).toBe(200 * 501);
    expect(values.every((value) => value === 0 || value === 1)).toBe(true);
    const halves = [0, 1].map((parity) => values.filter((_, i) => i % 2 === parity));
    for (const part of [values, ...halves]) expect(Math.abs(kept(part) - (1 - dropout))).toBeLessThan(0.008);
  });
  it('drop neighbours by themselves', () => {
    const values = mask(0.5);
    const both = Array.from({ length: values.length / 2 }, (_, i) => (values[2 * i] as number) * (values[2 * i + 1] as number));
    expect(Math.abs(both.reduce((total, value) => total + value, 0) / both.length - 0.25)).toBeLessThan(0.008);
  });
  it('fill an odd number of elements to the last', () => {
    const values = Array.from({ length: 200 }, (_, seed) => mask(0.5, seed, 0, [{ name: 'mask:a', shape: [3] }]));
    for (const place of [0, 1, 2])
      expect(Math.abs(values.reduce((total, own) => total + (own[place] as number), 0) / 200 - 0.5)).toBeLessThan(0.12);
  });
  it('are the same for the same seed and step, others for others', () => {
    expect(mask(0.5).join('')).toBe(mask(0.5).join(''));
    const texts = [mask(0.5), mask(0.5, 2), mask(0.5, 1, 1), mask(0.5, 2, 1)].map((values) => values.slice(0, 200).join(''));
    expect(new Set(texts).size).toBe(texts.length);
  });
  it('of other places are others, and do not move each other', () => {
    const both = dropoutMasks([...wide, { name: 'mask:b', shape: [200, 501] }], 0.5, 1, 0);
    expect(both['mask:a']?.join('')).toBe(mask(0.5).join(''));
    expect(both['mask:b']?.join('')).not.toBe(mask(0.5).join(''));
  });
});

describe('dropout in the model', () => {
  it('asks for one mask for the embedding and one for each sublayer', () => {
    const { masks } = buildTiny({ ...tiny, dropout: 0.2 }).scope;
    const names = ['embed', 'layers.0.attn', 'layers.0.ffn', 'layers.1.attn', 'layers.1.ffn'];
    expect(masks.map(({ name }) => name).sort()).toEqual(names.map((name) => `mask:${name}`).sort());
  });

  it('zeroes what the mask drops and scales up what it keeps', () => {
    const built = buildTiny({ ...tiny, dropout: 0.2 });
    const ones = Object.fromEntries(
      built.scope.masks.map(({ name, shape }) => [name, new Uint8Array(shape.reduce((a, b) => a * b, 1)).fill(1)]),
    );
    const name = 'layers.0.attn.branch_out';
    const whole = tapValue({ ...built, feeds: { ...built.feeds, ...ones } }, name);
    const holes = (ones['mask:layers.0.attn'] as Uint8Array).map((_, i) => (i % 3 === 0 ? 0 : 1));
    const dropped = tapValue({ ...built, feeds: { ...built.feeds, ...ones, 'mask:layers.0.attn': holes } }, name);
    expect(
      relativeError(
        dropped,
        whole.map((value, i) => (i % 3 === 0 ? 0 : value)),
      ),
    ).toBeLessThan(1e-14);
    // The embedding is scaled too, so set dropout aside by comparing the first branch alone.
    const embedded = tapValue({ ...built, feeds: { ...built.feeds, ...ones } }, 'embed.out');
    expect(
      relativeError(
        embedded,
        tapValue(buildTiny(tiny), 'embed.out').map((value) => value / 0.8),
      ),
    ).toBeLessThan(1e-14);
  });

  it('of nothing adds no input and no node', () => {
    const text = (dropout: number) => print(program({ loss: buildTiny(pairModel('sandwich', 'rms', { dropout })).loss }));
    expect(buildTiny({ ...tiny, dropout: 0 }).scope.masks).toEqual([]);
    expect(text(0)).not.toContain('mask:');
    expect(text(0.1)).toContain('mask:');
  });

  it('is left out of evaluation', () => {
    const plain = print(evaluationProgram({ ...tiny, dropout: 0 }, 2).program);
    expect(print(evaluationProgram({ ...tiny, dropout: 0.5 }, 2).program)).toBe(plain);
  });

  it('drops the same elements on every engine', async () => {
    const run = smallRun({ model: { dropout: 0.4, nLayers: 1 }, steps: 4, optimizer: { id: 'sgd', lr: 0.1 } });
    const losses = await Promise.all(
      ['reference', 'ort-wasm', 'ort-node'].map(async (id) => (await trainRun(run, await openEngine(id))).losses),
    );
    for (const own of losses.slice(1)) expect(relativeError(own, losses[0] as readonly number[])).toBeLessThan(1e-5);
    const other = await trainRun({ ...run, seed: 2 }, await openEngine('reference'));
    expect(relativeError(other.losses, losses[0] as readonly number[])).toBeGreaterThan(1e-3);
  });
});

const drops = (layerDrop: LayerDrop, more: Partial<ModelConfig> = {}) => buildTiny({ ...tiny, nLayers: 3, ...more, layerDrop });
const masksOf = ({ masks }: BuiltTiny['scope']) => masks.map(({ name, whole }) => [name, whole?.rate, whole?.kept]);
const all = (built: BuiltTiny, value: (whole: NonNullable<MaskSpec['whole']>) => number): Record<string, Float64Array> =>
  Object.fromEntries(built.scope.masks.map(({ name, whole }) => [name, Float64Array.of(value(whole as never))]));
const at = (built: BuiltTiny, fed: Record<string, Float64Array>, tap: string) =>
  tapValue({ ...built, feeds: { ...built.feeds, ...fed } }, tap);

describe('layer drop', () => {
  it('asks for a number for each block, or for each branch, kept ones scaled up', () => {
    expect(masksOf(drops({ rate: 0.2, unit: 'block', growth: 'constant' }).scope)).toEqual(
      [0, 1, 2].map((layer) => [`mask:layers.${layer}.drop`, 0.2, 1]),
    );
    const linear = masksOf(drops({ rate: 0.6, unit: 'sublayer', growth: 'linear' }).scope);
    expect(linear.map(([name]) => name)).toEqual([0, 1, 2].flatMap((l) => [`mask:layers.${l}.attn.drop`, `mask:layers.${l}.ffn.drop`]));
    [0.2, 0.2, 0.4, 0.4, 0.6, 0.6].forEach((rate, i) => {
      expect(linear[i]?.[1]).toBeCloseTo(rate, 14);
      expect(linear[i]?.[2]).toBeCloseTo(1 / (1 - rate), 14);
    });
  });

  it.each(['pre', 'post', 'sandwich', 'residual-dual', 'siamese', 'hyper-connections', 'parallel'])(
    'of blocks leaves the streams as they came: %s',
    (id) => {
      const placement = { id };
      const built = drops({ rate: 0.2, unit: 'block', growth: 'constant' }, { placement });
      const plain = buildTiny({ ...tiny, nLayers: 3, placement });
      expect(
        relativeError(
          at(
            built,
            all(built, () => 1),
            'logits',
          ),
          tapValue(plain, 'logits'),
        ),
      ).toBeLessThan(1e-13);
      // Without its middle block the model is one of two blocks.
      const short = buildTransformer(
        newGraph(),
        { ...tiny, nLayers: 3, placement },
        { batchSize: 2, train: true, route: [['layers.0'], ['layers.2']] },
      );
      const left = tapValue({ ...short, feeds: plain.feeds }, 'logits');
      const masks = { ...all(built, () => 1), 'mask:layers.1.drop': Float64Array.of(0) };
      expect(relativeError(at(built, masks, 'logits'), left)).toBeLessThan(1e-13);
    },
  );

  it.each(['pre', 'post', 'sandwich', 'glm', 'layerscale'])('of branches scales what is written, norms and factors behind it: %s', (id) => {
    const built = drops({ rate: 0.5, unit: 'sublayer', growth: 'constant' }, { placement: { id } });
    const [one, two] = [all(built, () => 1), { ...all(built, () => 1), 'mask:layers.0.attn.drop': Float64Array.of(2) }];
    const write = at(built, one, 'layers.0.attn.write');
    expect(
      relativeError(
        at(built, two, 'layers.0.attn.write'),
        write.map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-14);
    const none = { ...one, 'mask:layers.0.attn.drop': Float64Array.of(0) };
    expect(relativeError(at(built, none, 'layers.0.attn.sum'), at(built, one, 'layers.0.attn.identity'))).toBe(0);
  });

  it('drops with its probability, each place by itself, the same for the same seed and step', () => {
    const specs = ['a', 'b'].map((name) => ({ name: `mask:${name}`, shape: [], whole: { rate: 0.3, kept: 1 / 0.7 } }));
    const draws = Array.from({ length: 4000 }, (_, step) => dropoutMasks(specs, 0, 1, step));
    const of = (name: string) => draws.map((drawn) => drawn[name]?.[0] as number);
    const [a, b] = [of('mask:a'), of('mask:b')];
    for (const values of [a, b]) {
      expect(new Set(values)).toEqual(new Set([0, 1 / 0.7]));
      // Its expectation is 1: what evaluation has.
      expect(Math.abs(values.reduce((x, y) => x + y, 0) / values.length - 1)).toBeLessThan(0.03);
    }
    const both = a.filter((value, i) => value === 0 && b[i] === 0).length / a.length;
    expect(Math.abs(both - 0.09)).toBeLessThan(0.015);
    expect(dropoutMasks(specs, 0, 1, 7)).toEqual(dropoutMasks(specs, 0, 1, 7));
    expect(of('mask:a')).not.toEqual(Array.from({ length: 4000 }, (_, step) => dropoutMasks(specs, 0, 2, step)['mask:a']?.[0]));
  });

  it('is left out of evaluation, as label smoothing is', () => {
    const plain = print(evaluationProgram(tiny, 2).program);
    const more = { labelSmoothing: 0.2, layerDrop: { rate: 0.5, unit: 'block', growth: 'constant' } } as const;
    expect(print(evaluationProgram({ ...tiny, ...more }, 2).program)).toBe(plain);
  });

  it.each(['block', 'sublayer'] as const)('of a %s is the same on every engine', async (unit) => {
    const run = smallRun({
      model: { layerDrop: { rate: 0.5, unit }, labelSmoothing: 0.1 },
      steps: 4,
      optimizer: { id: 'sgd', lr: 0.1 },
    });
    const losses = await Promise.all(
      ['reference', 'ort-wasm', 'ort-node'].map(async (id) => (await trainRun(run, await openEngine(id))).losses),
    );
    for (const own of losses.slice(1)) expect(relativeError(own, losses[0] as readonly number[])).toBeLessThan(1e-5);
    const other = await trainRun({ ...run, seed: 2 }, await openEngine('reference'));
    expect(relativeError(other.losses, losses[0] as readonly number[])).toBeGreaterThan(1e-3);
  });
});

describe('label smoothing', () => {
  it.each([{}, { architecture: 'encoder', readout: 'sequence' as const, classes: 4 }])('spreads its share over all classes: %o', (more) => {
    const model = { ...tiny, ...more };
    const [plain, smooth] = [buildTiny(model), buildTiny({ ...model, labelSmoothing: 0.3 })];
    const logits = tapValue(plain, 'logits');
    const k = model.classes;
    const { targets, weights } = plain.feeds as Record<string, Float64Array>;
    const expected = Array.from(targets as ArrayLike<number>).reduce((total, target, row) => {
      const z = logits.slice(row * k, (row + 1) * k);
      const logSum = Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0));
      const share = (j: number) => 0.3 / k + (j === target ? 0.7 : 0);
      return total + (weights?.[row] as number) * z.reduce((sum, value, j) => sum + share(j) * (logSum - value), 0);
    }, 0);
    expect(lossOf(smooth)).toBeCloseTo(expected, 12);
    expect(Math.abs(lossOf(plain) - expected)).toBeGreaterThan(1e-3);
  });
});

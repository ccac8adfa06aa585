/** Every initialisation: what is drawn has the spread its paper says, by part, depth and stack, and each parameter is drawn by its name alone. */
import { describe, expect, it } from 'vitest';
import { optionValues } from '../../src/core/options.ts';
import { evaluate, reference } from '../../src/engine/reference.ts';
import { newGraph } from '../../src/graph/program.ts';
import { distributionsOf, drawParameter } from '../../src/model/init/draw.ts';
import { inits } from '../../src/model/init/index.ts';
import type { Distribution } from '../../src/model/init/types.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import { tapName } from '../../src/model/taps.ts';
import { buildTransformer } from '../../src/model/transformer.ts';
import type { ModelConfig, ParameterSpec, Place } from '../../src/model/types.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import { startValues } from '../../src/train/start.ts';
import { trainingStep } from '../../src/train/step.ts';
import { initialValues, namedTensors } from '../../src/train/values.ts';
import { crossModel, pairModel, randomBatch, tiny } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';

/** Wide enough that a sample's standard deviation is within one percent of the truth. */
const wide: ModelConfig = {
  ...tiny,
  nLayers: 3,
  dModel: 256,
  dFf: 320,
  seqLen: 96,
  vocabSize: 120,
  classes: 120,
  placement: { id: 'sandwich' },
};
const wideCross: ModelConfig = { ...wide, architecture: 'encoder-decoder', nEncoderLayers: 4, nLayers: 2, sourceLen: 90, padding: 0 };

const parametersOf = (model: ModelConfig): ParameterSpec[] =>
  [...buildTransformer(newGraph(), model, { batchSize: 1, train: true }).scope.parameters.values()].map(({ spec }) => spec);

const isDrawn = ({ initial }: ParameterSpec) => initial === undefined;

interface Drawing {
  readonly part: string;
  readonly values: Float32Array;
  readonly distribution: Distribution;
}

/** The values of each part of a parameter. */
function drawParts(spec: ParameterSpec, model: ModelConfig, seed = 1): Drawing[] {
  const values = drawParameter(spec, model, seed);
  let at = 0;
  return distributionsOf(spec, model).map(({ id, distribution, length }) => {
    at += length;
    return { part: id, distribution, values: values.slice(at - length, at) };
  });
}

function moments(values: Float32Array): { mean: number; std: number; largest: number } {
  let [total, squares, largest] = [0, 0, 0];
  for (const value of values) {
    total += value;
    squares += value * value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = total / values.length;
  return { mean, std: Math.sqrt(squares / values.length - mean * mean), largest };
}

/** Of what is left of a standard normal between -c and c (Su Jianlin: 0.8796 for 2). */
function truncatedStd(c: number): number {
  const density = Math.exp((-c * c) / 2) / Math.sqrt(2 * Math.PI);
  let inside = 0;
  for (let i = 0; i < 20_000; i++) inside += (Math.exp(-((((i + 0.5) * c) / 20_000) ** 2) / 2) / Math.sqrt(2 * Math.PI)) * (c / 20_000) * 2;
  return Math.sqrt(1 - (2 * c * density) / inside);
}

const stdOf = (distribution: Distribution): number => {
  if (distribution.kind === 'normal') return distribution.std;
  if (distribution.kind === 'truncated') return distribution.std * truncatedStd(distribution.cut);
  return distribution.kind === 'uniform' ? distribution.bound / Math.sqrt(3) : 0;
};

interface Matrix {
  readonly role: string;
  readonly part: string;
  readonly place: Place | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly model: ModelConfig;
}

const embeds = ({ role }: Matrix) => role === 'embedding' || role === 'position';
const outside = (m: Matrix) => embeds(m) || m.role === 'head';
const xavier = ({ rows, columns }: Matrix) => Math.sqrt(2 / (rows + columns));
const unitRows = ({ model }: Matrix) => 1 / Math.sqrt(model.dModel);
const carries = ({ role, part }: Matrix) => role === 'out' || role === 'fc1' || role === 'fc2' || part === 'v';
const writes = ({ role }: Matrix) => role === 'out' || role === 'fc2';
const aroundXavier = (m: Matrix, factor: number) => (outside(m) ? unitRows(m) : factor * xavier(m));
const depthOf = ({ place, model }: Matrix) => place?.depth ?? model.nLayers;

/** DeepNet's and Magneto's own numbers, from the papers' tables. */
function deepnetBeta({ place }: Matrix): number {
  const { encoderDepth: n, decoderDepth: m, stack } = place as Place;
  if (n > 0 && m > 0) return stack === 'encoder' ? 0.87 * (n ** 4 * m) ** -0.0625 : (12 * m) ** -0.25;
  return (8 * (n + m)) ** -0.25;
}
function magnetoGamma({ place }: Matrix): number {
  const { encoderDepth: n, decoderDepth: m, stack, sublayer } = place as Place;
  if (sublayer === 'cross') return 1;
  if (n > 0 && m > 0) return stack === 'encoder' ? Math.sqrt((1 / 3) * Math.log(3 * m) * Math.log(2 * n)) : Math.sqrt(Math.log(3 * m));
  return Math.sqrt(Math.log(2 * (n + m)));
}

/** What papers say, written down once more by hand: the standard deviation of each matrix. */
const published: Readonly<Record<string, (m: Matrix) => number>> = {
  normal: () => 0.02,
  'trunc-normal': () => 0.02 * 0.879626,
  xavier: (m) => aroundXavier(m, 1),
  'small-init': ({ model }) => Math.sqrt(2 / (5 * model.dModel)),
  'depth-scaled': (m) => (writes(m) ? 0.02 / Math.sqrt(2 * depthOf(m)) : 0.02),
  'ds-init': (m) => aroundXavier(m, 1 / Math.sqrt((m.place?.layer ?? 0) + 1)),
  deepnet: (m) => aroundXavier(m, carries(m) && m.place ? deepnetBeta(m) : 1),
  admin: (m) => aroundXavier(m, 1),
  't-fixup': (m) => {
    const decoder = (9 * m.model.nLayers) ** -0.25;
    if (embeds(m)) return decoder * unitRows(m);
    const own = m.place?.stack === 'encoder' ? 0.67 * m.place.depth ** -0.25 : (9 * depthOf(m)) ** -0.25;
    return aroundXavier(m, carries(m) && m.place ? own : 1);
  },
  fixup: (m) => {
    if (writes(m) || m.role === 'head') return 0;
    const n = m.place?.count ?? 1;
    return outside(m) ? unitRows(m) : Math.sqrt(2 / m.columns) * (carries(m) ? 1 / Math.sqrt(n) : 1);
  },
  'sub-ln': (m) => aroundXavier(m, carries(m) && m.place ? magnetoGamma(m) : 1),
  'zero-output': (m) => (writes(m) ? 0 : 0.02),
  xiong: (m) => (m.part === 'q' || m.part === 'k' ? 0 : embeds(m) ? 1 : aroundXavier(m, 1)),
};

const matrixOf = (spec: ParameterSpec, part: string, model: ModelConfig): Matrix => {
  const [rows, columns] = spec.shape as [number, number];
  return { role: spec.role, part, place: spec.place, rows: spec.parts?.find(({ id }) => id === part)?.rows ?? rows, columns, model };
};

it('each has its paper written down by hand', () => {
  expect(Object.keys(published).sort()).toEqual([...inits.ids].sort());
});

describe.each(inits.members)('$id', (init) => {
  const hand = published[init.id] as (m: Matrix) => number;
  const model = { ...wide, init: { id: init.id } };
  const specs = parametersOf(model);
  const drawn = specs.filter(isDrawn);

  it('draws every matrix with the spread of its paper to a percent, parts each by themselves', () => {
    for (const spec of drawn) {
      for (const { part, values, distribution } of drawParts(spec, model)) {
        const expected = hand(matrixOf(spec, part, model));
        const { mean, std, largest } = moments(values);
        const where = `${spec.key} ${part}: ${std}, expected ${expected}`;
        if (expected === 0) {
          expect(largest, where).toBe(0);
          continue;
        }
        // 65536 numbers: the deviation of the deviation is 0.3 %; the smaller tables and heads may be a little further out.
        expect(Math.abs(std / expected - 1), where).toBeLessThan(values.length >= 40_000 ? 0.01 : 0.015);
        expect(Math.abs(mean), where).toBeLessThanOrEqual((4.5 * expected) / Math.sqrt(values.length));
        if (distribution.kind === 'uniform') {
          expect(largest).toBeLessThanOrEqual(distribution.bound);
          expect(largest).toBeGreaterThan(0.99 * distribution.bound);
        } else if (distribution.kind === 'truncated') {
          expect(largest).toBeLessThanOrEqual(distribution.cut * distribution.std);
          expect(largest).toBeGreaterThan(0.99 * distribution.cut * distribution.std);
        } else expect(largest).toBeGreaterThan(3.5 * expected);
      }
    }
  });

  it.each([
    ['an encoder', { ...wide, architecture: 'encoder', init: { id: init.id } }],
    ['an encoder and a decoder', { ...wideCross, init: { id: init.id } }],
    ['a gated hidden layer', { ...wide, activation: 'swiglu', init: { id: init.id } }],
    ['heads that share keys', { ...wide, nHeads: 4, nKvHeads: 1, init: { id: init.id } }],
    ['patches', { ...wide, architecture: 'encoder', vocabSize: 0, patchSize: 48, init: { id: init.id } }],
  ] as readonly (readonly [string, ModelConfig])[])('declares what its paper says of %s', (_name, own) => {
    for (const spec of parametersOf(own).filter(isDrawn)) {
      for (const { id, distribution } of distributionsOf(spec, own)) {
        const expected = hand(matrixOf(spec, id, own));
        expect(Math.abs(stdOf(distribution) - expected), `${spec.key} ${id}`).toBeLessThan(1e-6 * Math.max(expected, 1e-3));
      }
    }
  });

  it('starts gains at 1, biases and shifts at 0, whatever it draws', () => {
    for (const spec of specs.filter((one) => !isDrawn(one))) {
      expect(spec.shape.length).toBe(1);
      expect([...new Set(drawParameter(spec, model, 1))], spec.key).toEqual([spec.role === 'norm-weight' ? 1 : 0]);
    }
    expect(drawn.every(({ shape }) => shape.length === 2)).toBe(true);
  });

  it('gives no two parts of any two parameters the same numbers, so that layers differ', () => {
    const parts = [wide, wideCross].flatMap((own) => {
      const narrow = { ...own, init: { id: init.id }, dModel: 16, dFf: 24 };
      return [
        parametersOf(narrow)
          .filter(isDrawn)
          .flatMap((spec) => drawParts(spec, narrow).filter(({ distribution }) => stdOf(distribution) > 0)),
      ];
    });
    for (const all of parts) {
      const scaled = all.map(({ values, distribution }) =>
        [...values.slice(0, 8)].map((value) => (value / stdOf(distribution)).toPrecision(4)).join(),
      );
      expect(new Set(scaled).size).toBe(scaled.length);
    }
  });

  it('draws by name: a layer less moves nothing but the spread', () => {
    const deep = { ...model, dModel: 24, dFf: 40 };
    const shallow = { ...deep, nLayers: 2 };
    const left = parametersOf(shallow).filter(isDrawn);
    expect(left.length).toBe(drawn.length - 4);
    const specsOfDeep = new Map(parametersOf(deep).map((spec) => [spec.key, spec]));
    for (const spec of left) {
      const before = drawParts(specsOfDeep.get(spec.key) as ParameterSpec, deep);
      for (const [i, { part, values, distribution }] of drawParts(spec, shallow).entries()) {
        const own = before[i] as Drawing;
        const factor = stdOf(own.distribution) === 0 ? 0 : stdOf(distribution) / stdOf(own.distribution);
        const scaled = own.values.map((value) => value * factor);
        expect(relativeError(values, scaled), `${spec.key} ${part}`).toBeLessThan(1e-6);
      }
    }
  });

  it('is a function of the seed', () => {
    const spec = drawn[0] as ParameterSpec;
    const text = (seed: number) => drawParameter(spec, model, seed).join();
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });

  it('changes the numbers with every option', () => {
    const texts = [
      { id: init.id },
      ...Object.entries(init.options).map(([name, spec]) => ({
        id: init.id,
        [name]: spec.kind === 'number' ? spec.default * 1.5 : !spec.default,
      })),
      { id: init.id, embeddingStd: 0.5 },
    ].map((choice) => {
      const own = { ...model, dModel: 8, dFf: 12, init: choice };
      return parametersOf(own)
        .filter(isDrawn)
        .map((spec) => drawParameter(spec, own, 1).join())
        .join('\n');
    });
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('published constants, to six digits', () => {
  const places = (encoder: number, decoder: number, architecture = 'encoder-decoder') =>
    placesOf({ ...tiny, architecture, nEncoderLayers: encoder, nLayers: decoder });
  const at = (all: readonly Place[], stack: string, sublayer = 'attn') =>
    all.find((place) => place.stack === stack && place.sublayer === sublayer) as Place;
  const placementConstants = (id: string, place: Place, given = {}) =>
    placements.get(id).constants(place, optionValues(placements.get(id).options, given));
  const initConstants = (id: string, place: Place) => inits.get(id).constants(place);
  const six = (value: unknown) => Number((value as number).toFixed(6));
  const half = six(Math.SQRT1_2);

  it.each([
    [6, 1.86121, 0.379918],
    [12, 2.213364, 0.319472],
    [24, 2.632148, 0.268642],
    [32, 2.828427, 0.25],
    [80, 3.556559, 0.198818],
    [100, 3.760603, 0.18803],
    [1000, 6.687403, 0.105737],
  ])('DeepNorm of %i blocks alone', (depth, alpha, beta) => {
    for (const architecture of ['decoder', 'encoder']) {
      const place = places(depth, depth, architecture)[0] as Place;
      expect(six(placementConstants('deepnorm', place).alpha)).toBe(alpha);
      expect(six(initConstants('deepnet', place).beta)).toBe(beta);
      expect(placements.get('deepnorm').plan(place, {}).streamScale).toBe(placementConstants('deepnorm', place).alpha);
    }
  });

  it.each([
    [6, 1.417938, 0.496989, 2.059767, 0.343295],
    [18, 1.998746, 0.352571, 2.710806, 0.260847],
    [100, 3.415742, 0.20631, 4.161791, 0.169904],
  ])('DeepNorm of %i and as many blocks', (depth, encoderAlpha, encoderBeta, decoderAlpha, decoderBeta) => {
    const all = places(depth, depth);
    const [encoder, decoder, cross] = [at(all, 'encoder'), at(all, 'decoder'), at(all, 'decoder', 'cross')];
    expect(six(placementConstants('deepnorm', encoder).alpha)).toBe(encoderAlpha);
    expect(six(initConstants('deepnet', encoder).beta)).toBe(encoderBeta);
    for (const place of [decoder, cross]) {
      expect(six(placementConstants('deepnorm', place).alpha)).toBe(decoderAlpha);
      expect(six(initConstants('deepnet', place).beta)).toBe(decoderBeta);
    }
  });

  it.each([
    [12, 1.78271],
    [24, 1.967537],
    [100, 2.301807],
  ])('Magneto of %i blocks alone', (depth, gamma) => {
    expect(six(initConstants('sub-ln', places(depth, depth, 'decoder')[0] as Place).gamma)).toBe(gamma);
    expect(six(initConstants('sub-ln', places(depth, depth, 'encoder')[0] as Place).gamma)).toBe(gamma);
  });

  it('Magneto of 6 and 6 blocks', () => {
    const all = places(6, 6);
    expect(six(initConstants('sub-ln', at(all, 'encoder')).gamma)).toBe(1.547288);
    expect(six(initConstants('sub-ln', at(all, 'decoder')).gamma)).toBe(1.700109);
    expect(initConstants('sub-ln', at(all, 'decoder', 'cross')).gamma).toBe(1);
  });

  it.each([
    [6, 2.017009],
    [12, 2.601286],
    [24, 3.404484],
  ])('Admin of %i blocks', (depth, omega) => {
    const place = places(depth, depth, 'decoder')[0] as Place;
    expect(six(placementConstants('admin', place).omega)).toBe(omega);
    expect(placementConstants('admin', place, { omega: 'constant' }).omega).toBe(Math.sqrt(2 * depth));
    expect(placementConstants('admin', place, { omega: 'one' }).omega).toBe(1);
  });

  it('T-Fixup of 6 and 6 blocks', () => {
    const all = places(6, 6);
    expect(six(initConstants('t-fixup', at(all, 'encoder')).factor)).toBe(0.428092);
    expect(six(initConstants('t-fixup', at(all, 'decoder')).factor)).toBe(0.368894);
  });

  it('GLM-130B, ChatGLM-6B and MiniMax-01', () => {
    const of = (depth: number, given = {}) => placementConstants('glm', places(depth, depth, 'decoder')[0] as Place, given).alpha as number;
    expect(of(70)).toBeCloseTo(11.83, 2);
    expect(of(28)).toBeCloseTo(7.48, 2);
    expect(six(of(80, { alpha: 'fourth' }))).toBe(3.556559);
  });

  it('Keel, LayerNorm Scaling, SiameseNorm, DS-Init and GPT-2', () => {
    const all = places(3, 3, 'decoder');
    expect(all.map((place) => placementConstants('keel', place).alpha)).toEqual([6, 6, 6, 6, 6, 6]);
    expect(all.map((place) => six(placementConstants('lns', place).scale))).toEqual([1, 1, half, half, 0.57735, 0.57735]);
    expect(all.map((place) => six(placementConstants('siamese', place).scale))).toEqual([half, half, 0.5, 0.5, 0.408248, 0.408248]);
    expect(all.map((place) => six(initConstants('ds-init', place).factor))).toEqual([1, 1, half, half, 0.57735, 0.57735]);
    expect(six(initConstants('depth-scaled', all[0] as Place).factor)).toBe(0.408248);
    expect(six(initConstants('fixup', all[0] as Place).factor)).toBe(0.408248);
  });
});

describe('the deviation of embeddings', () => {
  const std = (model: ModelConfig, key: string) =>
    moments(drawParameter(parametersOf(model).find((spec) => spec.key === key) as ParameterSpec, model, 1)).std;

  it.each([
    [0.5, 0.5],
    ['1/sqrt(width)', 1 / 16],
    ['sqrt(2/5)', Math.sqrt(2 / 5)],
    ['0.02*sqrt(width)', 0.32],
  ] as const)('%s', (embeddingStd, expected) => {
    for (const id of inits.ids) {
      const model = { ...wide, init: { id, embeddingStd } };
      for (const key of ['token_embedding.weight', 'position_embedding.weight'])
        expect(Math.abs(std(model, key) / expected - 1), id).toBeLessThan(0.015);
      expect(std(model, 'layers.0.ffn.fc1.weight')).toBe(std({ ...wide, init: { id } }, 'layers.0.ffn.fc1.weight'));
    }
  });

  it('is that of both stacks', () => {
    const model = { ...wideCross, init: { id: 'normal', embeddingStd: 0.5 } };
    for (const key of ['encoder.position_embedding.weight', 'decoder.position_embedding.weight'])
      expect(Math.abs(std(model, key) / 0.5 - 1)).toBeLessThan(0.015);
  });
});

it('unit matrices begin with vectors of length 1 along the width, whatever is drawn', () => {
  const own = { ...wide, dModel: 16, dFf: 24, placement: { id: 'ngpt' } };
  const along: Readonly<Record<string, number>> = { out: 0, fc2: 0, qkv: 1, fc1: 1, head: 1, embedding: 1, position: 1 };
  for (const id of ['normal', 'xavier', 'trunc-normal']) {
    const model = { ...own, init: { id } };
    for (const spec of parametersOf(model).filter(isDrawn)) {
      const [rows, columns] = spec.shape as [number, number];
      const values = drawParameter(spec, model, 1);
      const axis = along[spec.role] as number;
      expect(spec.unitAxis, spec.key).toBe(axis);
      // The axis that is as long as the stream is wide.
      expect(spec.shape[axis], spec.key).toBe(16);
      for (let vector = 0; vector < (axis === 1 ? rows : columns); vector++) {
        const length = Math.hypot(
          ...Array.from({ length: 16 }, (_, i) => values[axis === 1 ? vector * columns + i : i * columns + vector] as number),
        );
        expect(length, spec.key).toBeCloseTo(1, 5);
      }
    }
  }
});

describe("Admin's profile", () => {
  const optimizer = { id: 'adamw', ...optimizers.get('adamw').defaults };
  const batchSize = 3;

  async function start(model: ModelConfig) {
    const step = trainingStep({ model, batchSize, optimizer, clip: 1, diagnostics: [] });
    const batch = randomBatch(model, batchSize);
    const values = await startValues(await reference.open({ threads: 1 }), step, model, { seed: 4, batchSize }, batch);
    return { step, batch, values, named: new Map(namedTensors(step, values).map(({ key, data }) => [key, data])) };
  }

  it.each([
    ['decoder', pairModel('admin', 'layer', { nLayers: 3, init: { id: 'admin' } })],
    ['encoder and decoder', crossModel('admin', 'layer', { nEncoderLayers: 3, init: { id: 'admin' } })],
  ] as const)('sets ω of sublayer i to √(1 + Σ_{j<i} Var[F_j]): %s', async (_name, model) => {
    const { batch, named } = await start(model);
    const ones = new Map([...named].map(([key, data]) => [key, key.endsWith('omega') ? new Float64Array(data.length).fill(1) : data]));
    const built = buildTransformer(newGraph(), model, { batchSize, train: false });
    const places = placesOf(model);
    for (const stack of ['encoder', 'decoder'] as const) {
      let total = 1;
      for (const place of places.filter((own) => own.stack === stack)) {
        const omega = named.get(`${place.key}.omega`) as Float32Array;
        expect(new Set(omega).size).toBe(1);
        expect(Math.abs((omega[0] as number) / Math.sqrt(total) - 1), place.key).toBeLessThan(1e-6);
        const tap = built.scope.taps.get(tapName(place, 'branch_out'));
        const [out] = evaluate([tap as NonNullable<typeof tap>], { ...Object.fromEntries(ones), ...batch, step: Float64Array.of(1) }) as [
          Float64Array,
        ];
        const mean = out.reduce((a, b) => a + b, 0) / out.length;
        total += out.reduce((a, b) => a + (b - mean) ** 2, 0) / out.length;
      }
      if (places.some((own) => own.stack === stack)) expect(total).toBeGreaterThan(1.01);
    }
  });

  it('leaves every other number, and models without ω, as they were drawn', async () => {
    const model = pairModel('admin', 'layer', { init: { id: 'admin' } });
    const { step, named } = await start(model);
    const drawn = new Map(namedTensors(step, initialValues(step, model, 4)).map(({ key, data }) => [key, data]));
    for (const [key, data] of named) if (!key.endsWith('omega')) expect(data, key).toEqual(drawn.get(key));
    const post = pairModel('post', 'layer', { init: { id: 'admin' } });
    const plain = await start(post);
    expect(plain.values).toEqual(initialValues(plain.step, post, 4));
  });
});

/** Every initialisation: what is drawn has the spread that is declared, by part, and each parameter is drawn by its name alone. */
import { describe, expect, it } from 'vitest';
import { newGraph } from '../../src/graph/program.ts';
import { drawParameter } from '../../src/model/init/draw.ts';
import { inits } from '../../src/model/init/index.ts';
import type { Distribution } from '../../src/model/init/types.ts';
import { buildTransformer } from '../../src/model/transformer.ts';
import type { ModelConfig, ParameterSpec } from '../../src/model/types.ts';
import { tiny } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';

/** Wide enough that a sample's standard deviation is within one percent of the truth. */
const wide: ModelConfig = { ...tiny, nLayers: 3, dModel: 192, dFf: 320, seqLen: 96, vocabSize: 120, placement: { id: 'sandwich' } };

const parametersOf = (model: ModelConfig): ParameterSpec[] =>
  [...buildTransformer(newGraph(), model, { batchSize: 1, train: true }).scope.parameters.values()].map(({ spec }) => spec);

const isDrawn = ({ constant }: ParameterSpec) => constant === undefined;

/** The values of each part of a parameter. */
function drawParts(spec: ParameterSpec, model: ModelConfig, seed = 1): { part: string; values: Float32Array }[] {
  const values = drawParameter(spec, model, seed);
  const block = values.length / spec.parts.length;
  return spec.parts.map((part, i) => ({ part, values: values.slice(i * block, (i + 1) * block) }));
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

const stdOf = (distribution: Distribution): number =>
  ({
    normal: () => (distribution as { std: number }).std,
    uniform: () => (distribution as { bound: number }).bound / Math.sqrt(3),
    constant: () => 0,
  })[distribution.kind]();

/** What papers say, written down once more by hand: the standard deviation of each role at the sizes of `wide`. */
const published: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  normal: { embedding: 0.02, position: 0.02, head: 0.02, qkv: 0.02, out: 0.02, fc1: 0.02, fc2: 0.02 },
  'depth-scaled': { embedding: 0.02, position: 0.02, head: 0.02, qkv: 0.02, out: 0.02 / Math.sqrt(6), fc1: 0.02, fc2: 0.02 / Math.sqrt(6) },
  xavier: {
    embedding: 1 / Math.sqrt(192),
    position: 1 / Math.sqrt(192),
    head: 1 / Math.sqrt(192),
    qkv: Math.sqrt(2 / (192 + 192)),
    out: Math.sqrt(2 / (192 + 192)),
    fc1: Math.sqrt(2 / (192 + 320)),
    fc2: Math.sqrt(2 / (192 + 320)),
  },
  xiong: {
    embedding: 1,
    position: 1,
    head: 1 / Math.sqrt(192),
    'qkv/q': 0,
    'qkv/k': 0,
    qkv: Math.sqrt(2 / (192 + 192)),
    out: Math.sqrt(2 / (192 + 192)),
    fc1: Math.sqrt(2 / (192 + 320)),
    fc2: Math.sqrt(2 / (192 + 320)),
  },
};

describe.each(inits.members)('$id', (init) => {
  const model = { ...wide, init: { id: init.id } };
  const specs = parametersOf(model);
  const drawn = specs.filter(isDrawn);

  it('draws every matrix with its declared spread, q, k and v each by itself', () => {
    for (const spec of drawn) {
      for (const { part, values } of drawParts(spec, model)) {
        const distribution = init.distribution(spec, part, model);
        const { mean, std, largest } = moments(values);
        const declared = stdOf(distribution);
        expect(Math.abs(std - declared), `${spec.key} ${part}: ${std}, declared ${declared}`).toBeLessThanOrEqual(0.03 * declared);
        expect(Math.abs(mean), `${spec.key} ${part}`).toBeLessThanOrEqual((4 * declared) / Math.sqrt(values.length));
        if (distribution.kind === 'uniform') {
          expect(largest).toBeLessThanOrEqual(distribution.bound);
          expect(largest).toBeGreaterThan(0.99 * distribution.bound);
        } else if (distribution.kind === 'normal') expect(largest).toBeGreaterThan(3 * distribution.std);
      }
    }
  });

  it.runIf(published[init.id])('declares what its paper says', () => {
    const own = published[init.id] as Readonly<Record<string, number>>;
    for (const spec of drawn) {
      for (const part of spec.parts) {
        const expected = own[`${spec.role}/${part}`] ?? own[spec.role];
        expect(stdOf(init.distribution(spec, part, model)), `${spec.key} ${part}`).toBeCloseTo(expected as number, 12);
      }
    }
  });

  it('starts gains at 1 and biases and shifts at 0', () => {
    for (const spec of specs.filter((one) => !isDrawn(one))) {
      expect(spec.shape.length).toBe(1);
      expect([...new Set(drawParameter(spec, model, 1))], spec.key).toEqual([spec.role === 'norm-weight' ? 1 : 0]);
    }
    expect(drawn.every(({ shape }) => shape.length === 2)).toBe(true);
  });

  it('gives no two parts of any two parameters the same numbers', () => {
    const parts = drawn.flatMap((spec) => drawParts(spec, model).filter(({ part }) => stdOf(init.distribution(spec, part, model)) > 0));
    const starts = parts.map(({ values }) => values.slice(0, 8).join());
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('draws by name: a layer less moves nothing', () => {
    const deep = { ...model, dModel: 24, dFf: 40 };
    const shallow = { ...deep, nLayers: 2 };
    const left = parametersOf(shallow).filter(isDrawn);
    expect(left.length).toBe(drawn.length - 4);
    for (const spec of left) {
      for (const [i, { part, values }] of drawParts(spec, shallow).entries()) {
        const before = drawParts(spec, deep)[i]?.values as Float32Array;
        // Only the spread may know the depth, never the draw.
        const spread = (own: ModelConfig) => stdOf(init.distribution(spec, part, own));
        if (spread(shallow) === spread(deep)) expect(values.join(), `${spec.key} ${part}`).toBe(before.join());
        else {
          const scaled = before.map((value) => (value * spread(shallow)) / spread(deep));
          expect(relativeError(values, scaled), `${spec.key} ${part}`).toBeLessThan(1e-6);
        }
      }
    }
  });

  it('is a function of the seed', () => {
    const spec = drawn[0] as ParameterSpec;
    const text = (seed: number) => drawParameter(spec, model, seed).join();
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });
});

describe('options of an initialisation', () => {
  const spread = (init: ModelConfig['init'], key: string) => {
    const model = { ...wide, init };
    return moments(drawParameter(parametersOf(model).find((spec) => spec.key === key) as ParameterSpec, model, 1)).std;
  };
  const [matrix, embedding, write] = ['layers.1.ffn.fc1.weight', 'token_embedding.weight', 'layers.1.attn.out.weight'];

  it('std sets the spread of normal draws', () => {
    expect(spread({ id: 'normal', std: 0.1 }, matrix)).toBeCloseTo(0.1, 2);
    expect(spread({ id: 'normal', std: 0.1 }, embedding)).toBeCloseTo(0.1, 2);
    expect(spread({ id: 'depth-scaled', std: 0.1 }, write)).toBeCloseTo(0.1 / Math.sqrt(6), 2);
  });
  it.each(['xavier', 'xiong'])('gain scales the matrices of %s', (id) => {
    expect(spread({ id, gain: 3 }, matrix) / spread({ id }, matrix)).toBeCloseTo(3, 5);
    expect(spread({ id, gain: 3 }, embedding)).toBe(spread({ id }, embedding));
  });
  it.each(inits.ids)('embeddingStd sets the embeddings of %s and nothing else', (id) => {
    expect(spread({ id, embeddingStd: 0.5 }, embedding)).toBeCloseTo(0.5, 1);
    expect(spread({ id, embeddingStd: 0.5 }, matrix)).toBe(spread({ id }, matrix));
  });
  it('depth-scaled draws are smaller than the others by the root of twice the depth', () => {
    const ratio = spread({ id: 'depth-scaled' }, matrix) / spread({ id: 'depth-scaled' }, write);
    expect(Math.abs(ratio / Math.sqrt(2 * wide.nLayers) - 1)).toBeLessThan(0.03);
  });
});

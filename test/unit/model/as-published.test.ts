/** Options that follow the released code, and the names of runs that were made before there were any. */
import { describe, expect, it } from 'vitest';
import { message } from '../../../src/core/message/index.ts';
import { anatomy } from '../../../src/explain/anatomy.ts';
import { explain } from '../../../src/explain/explain.ts';
import { defaultShape } from '../../../src/explain/model.ts';
import type { SubjectFamily } from '../../../src/explain/subject.ts';
import { modelEquation } from '../../../src/model/equation.ts';
import { distributionsOf } from '../../../src/model/init/draw.ts';
import { tokenShape } from '../../../src/model/types.ts';
import { runId } from '../../../src/spec/identity.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import type { RunInput } from '../../../src/spec/schema.ts';
import { gradientProgram } from '../../../src/train/step.ts';

const parsed = (model: object) =>
  parseRun({ model: { nLayers: 2, dModel: 16, nHeads: 2, seqLen: 4, ...model } as RunInput['model'], task: 'copy' });

/** Standard normal numbers enough that the largest of 64 is about 2.6 deviations out. */
const normal = Array.from({ length: 64 }, (_, i) => {
  const [u, v] = [(i + 0.5) / 64, ((i * 37) % 64) / 64];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
});
const spread = Math.sqrt(normal.reduce((a, x) => a + x * x, 0) / 64);

const furthest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe('CogView LayerNorm', () => {
  const norm = (normalizer: object, x: readonly number[]) =>
    anatomy({ normalizer: normalizer as never, shape: [1, x.length / 64, 64], x }).y;

  it.each([
    [1, 0.1],
    [10, 10.6],
    [100, 1040],
  ])('at deviation %d ε weighs about %d times what it weighs in LayerNorm, as its text says', (deviation, expected) => {
    const x = normal.map((value) => (value / spread) * deviation);
    const times = (Math.max(...x.map(Math.abs)) / 8) ** 2;
    expect(times / expected).toBeGreaterThan(0.6);
    expect(times / expected).toBeLessThan(1.6);
    const ours = norm({ id: 'cogview', eps: 0.1 }, x);
    expect(furthest(ours, norm({ id: 'layer', eps: 0.1 * times }, x))).toBeLessThan(1e-12);
    const { traps } = explain('normalizer', { id: 'cogview' }, defaultShape, 'en') as { traps: string };
    expect(traps).toContain('(max|x| / 8)²');
    expect(traps).toContain('less for small inputs and more for large ones');
    expect(traps).not.toContain('weighs less for large');
  });

  it('with maximum=tensor one token is measured by the largest of all', () => {
    const two = [...normal, ...normal.map((value) => 100 * value)];
    const alone = norm({ id: 'layer', eps: 0.1 * (Math.max(...two.map(Math.abs)) / 8) ** 2 }, two);
    expect(furthest(norm({ id: 'cogview', eps: 0.1, maximum: 'tensor' }, two), alone)).toBeLessThan(1e-12);
  });
});

it('pRMSNorm: 30% of 16 features are 4 in the code and 5 in the paper', () => {
  const x = [1, 1, 1, 1, 9, ...Array.from({ length: 11 }, () => 0)];
  const first = (round: string) => anatomy({ normalizer: { id: 'prms', share: 0.3, round } as never, shape: [1, 1, 16], x }).y[0];
  expect(first('down')).toBeCloseTo(1, 6);
  expect(first('up')).toBeCloseTo(1 / Math.sqrt(85 / 5), 6);
});

describe("Fixup as its authors' Transformer has it", () => {
  const boundsOf = (form: string, architecture: string) => {
    const { model } = parseRun({
      model: {
        placement: 'fixup',
        init: { id: 'fixup', form },
        architecture,
        nLayers: 4,
        dModel: 16,
        nHeads: 2,
        ...(architecture === 'encoder-decoder' && { nEncoderLayers: 3 }),
      } as never,
      task: architecture === 'encoder-decoder' ? 'translation' : 'copy',
    });
    const config = { ...model, ...tokenShape(8), sourceLen: architecture === 'encoder-decoder' ? 4 : 0, seqLen: 4 };
    const { parameters } = gradientProgram({ model: config, batchSize: 1, diagnostics: [], gradients: false });
    const drawn = parameters.filter(({ initial }) => initial === undefined);
    return Object.fromEntries(
      drawn.map((parameter) => [parameter.key, distributionsOf(parameter, config).map(({ distribution }) => distribution)]),
    );
  };
  const uniform = (bound: number) => ({ kind: 'uniform', bound: expect.closeTo(bound, 12) });

  it('q, k and v times n^(-1/6), fc1 times n^(-1/2), n over both stacks', () => {
    const found = boundsOf('authors', 'encoder-decoder');
    const n = 2 * 3 + 3 * 4;
    expect(found['encoder.layers.0.attn.qkv.weight']).toEqual(Array(3).fill(uniform(Math.sqrt(6 / 64) * n ** (-1 / 6))));
    expect(found['decoder.layers.3.ffn.fc1.weight']).toEqual([uniform(Math.sqrt(6 / 80) / Math.sqrt(n))]);
    expect(found['decoder.layers.3.cross.q.weight']).toEqual([uniform(Math.sqrt(6 / 64) * 12 ** (-1 / 6))]);
    expect(found['decoder.layers.3.ffn.fc2.weight']).toEqual([{ kind: 'constant', value: 0 }]);
  });

  it('counts the branches of one stack where there is one, and keeps the rule of the paper otherwise', () => {
    expect(boundsOf('authors', 'decoder')['layers.1.ffn.fc1.weight']).toEqual([uniform(Math.sqrt(6 / 80) / Math.sqrt(8))]);
    expect(boundsOf('paper', 'decoder')['layers.1.ffn.fc1.weight']).toEqual([{ kind: 'normal', std: Math.sqrt(2 / 16) / Math.sqrt(8) }]);
  });
});

it.each([
  [{ placement: 'siamese' }, /out = x \+ N\(y\)$/],
  [{ placement: { id: 'siamese', end: 'normed' } }, /out = N\(N\(x\) \+ N\(y\)\)$/],
  [{ placement: 'residual-dual' }, /out = x \+ N\(s\)$/],
  [{ placement: { id: 'residual-dual', scale: 0.05 } }, /out = x \+ N\(0\.05·s\)$/],
])('%j: the equation says how the streams end', (model, expected) => {
  expect(modelEquation(parsed(model).model)).toMatch(expected);
});

/** Taken before these options were there. */
const names: readonly (readonly [object, string])[] = [
  [{ placement: 'siamese' }, '0e7ae9bf8797'],
  [{ placement: 'residual-dual' }, 'f1eb9f3032bf'],
  [{ placement: 'normformer' }, '1d1587e30737'],
  [{ placement: 'sandwich', normalizer: 'cogview' }, '9d67aa504c80'],
  [{ placement: 'pre', normalizer: 'prms' }, 'e5941dbfcb79'],
  [{ placement: 'fixup', init: 'fixup' }, '4fe78e6cbef0'],
];

describe('options declared later', () => {
  it.each(names)('%j keeps its name', (model, name) => {
    expect(runId(parsed(model))).toBe(name);
  });

  it.each([
    [{ placement: { id: 'siamese', end: 'sum' } }, { placement: 'siamese' }],
    [{ placement: { id: 'residual-dual', scale: 1 } }, { placement: 'residual-dual' }],
    [
      { placement: 'fixup', init: { id: 'fixup', form: 'paper' } },
      { placement: 'fixup', init: 'fixup' },
    ],
  ])('%j is named as %j', (written, plain) => {
    expect(runId(parsed(written))).toBe(runId(parsed(plain)));
  });

  it('away from its default an option is part of the name', () => {
    expect(runId(parsed({ placement: { id: 'siamese', end: 'normed' } }))).not.toBe(runId(parsed({ placement: 'siamese' })));
  });
});

it.each<[SubjectFamily, string, RegExp]>([
  ['placement', 'siamese', /end=normed/],
  ['placement', 'residual-dual', /1\.0, for OPUS-100 by 0\.05/],
  ['placement', 'prores', /first step has the factor 0/],
  ['placement', 'normformer', /cross=false/],
  ['placement', 'span', /first attention/],
  ['placement', 'ngpt', /token and position/],
  ['init', 'fixup', /form=authors/],
  ['init', 'admin', /variance of the embedding/],
  ['normalizer', 'cogview', /whole tensor/],
  ['normalizer', 'prms', /paper rounds .* up/],
])('%s %s says in what the published code differs', (family, id, words) => {
  const { differs } = explain(family, { id }, defaultShape, 'en') as { differs: string };
  expect(differs).toMatch(words);
  expect((explain(family, { id }, defaultShape, 'zh') as { differs: string }).differs).toMatch(/。$/);
  expect(message('en', 'explain.differs')).toBe('Not as published');
});

/** What differs from the usual stands in the equation of a model, and nothing else does. */
import { expect, it } from 'vitest';
import { aroundEquations } from '../../../src/model/around.ts';
import { modelEquation } from '../../../src/model/equation.ts';
import { normalizers } from '../../../src/model/normalizer/index.ts';
import { placements } from '../../../src/model/placement/index.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import type { RunInput } from '../../../src/spec/schema.ts';

const modelOf = (model: object, task = 'copy') =>
  parseRun({ model: { nLayers: 2, dModel: 16, nHeads: 2, ...model } as RunInput['model'], task: task as never }).model;

it('says nothing of a model that is as its placement and normalizer have it', () => {
  for (const { id } of placements.members.filter(({ written }) => !written))
    expect(aroundEquations(modelOf({ placement: id })), id).toEqual([]);
  expect(aroundEquations(modelOf({ placement: 'pre', normalizer: 'rms', finalNorm: true, embeddingNorm: false }))).toEqual([]);
  expect(aroundEquations(modelOf({ placement: 'pre', normalizer: { id: 'layer', eps: 1e-5 } }))).toEqual([]);
});

it.each<[object, string]>([
  [{ placement: 'pre', finalNorm: false }, 'x ← x + F(LN(x)); out = x'],
  [{ placement: 'post', finalNorm: true }, 'x ← LN(x + F(x)); out = LN(x)'],
  [{ placement: 'pre', normalizer: 'rms', embeddingNorm: true }, 'x ← x + F(RMS(x)); in = RMS(e)'],
  [{ placement: 'peri', embeddingNorm: false }, 'x ← x + LN(F(LN(x))); in = e'],
  [{ placement: 'pre', embeddingScale: 'sqrt(width)' }, 'x ← x + F(LN(x)); in = sqrt(width)·e'],
  [{ placement: 'peri', embeddingScale: 2 }, 'x ← x + LN(F(LN(x))); in = LN(2·e)'],
  [{ placement: 'pre', normalizer: { id: 'layer', eps: 1e-12 } }, 'x ← x + F(LN(x)); LN = layer:eps=1e-12'],
  [{ placement: 'pre', normalizer: 'layer-plain' }, 'x ← x + F(LN(x)); LN = layer-plain'],
  [{ placement: 'pre', normalizer: 'rms-plain', finalNorm: false }, 'x ← x + F(RMS(x)); out = x; RMS = rms-plain'],
  [{ placement: 'pre', normalizer: { id: 'group', groups: 2 } }, 'x ← x + F(GN(x)); GN = group:groups=2'],
  [
    { placement: 'pre', normalizer: { id: 'cogview', eps: 1e-6, maximum: 'tensor' } },
    'x ← x + F(LN(x)); LN = cogview:eps=1e-6:maximum=tensor',
  ],
  [{ placement: 'none', normalizer: 'layer-plain' }, 'x ← x + F(x)'],
  [{ placement: 'residual-dual', finalNorm: false }, 'x ← LN(x + F(x)); s ← s + F; out = x + N(s); N(z) = z'],
  [{ placement: { id: 'custom', rules: [{ input: 'rms-plain' }] } }, 'x ← x + F(RMS(x)); RMS = rms-plain'],
])('%j: %s', (model, expected) => {
  expect(modelEquation(modelOf(model))).toBe(expected);
});

it('names the stack where two differ, and none where both are alike', () => {
  const two = { placement: 'pre', nEncoderLayers: 2, architecture: 'encoder-decoder' };
  expect(aroundEquations(modelOf({ ...two, finalNorm: false }, 'translation'))).toEqual(['out = x']);
  expect(aroundEquations(modelOf({ ...two, finalNorm: { encoder: false } }, 'translation'))).toEqual(['encoder out = x']);
});

it('every normalizer is told from the one its symbol usually means', () => {
  const texts = normalizers.members.map(({ id }) => modelEquation(modelOf({ placement: 'pre', normalizer: id })));
  expect(new Set(texts).size).toBe(texts.length);
});

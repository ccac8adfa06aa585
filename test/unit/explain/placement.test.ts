import { describe, expect, it } from 'vitest';
import { defaultShape, type Shape } from '../../../src/explain/model.ts';
import { constantText } from '../../../src/explain/number.ts';
import { explainPlacement } from '../../../src/explain/placement.ts';
import { explanationSchema } from '../../../src/explain/types.ts';
import { placements } from '../../../src/model/placement/index.ts';

const at = (id: string, shape: Partial<Shape> = {}) => explainPlacement({ id }, { ...defaultShape, ...shape }, 'en');
const both = { architecture: 'encoder-decoder' };

describe('constants', () => {
  it.each([
    ['deepnorm', { depth: 12 }, { alpha: '2.213364', beta: '0.319472' }],
    ['deepnorm', { depth: 1000 }, { alpha: '6.687403', beta: '0.105737' }],
    [
      'deepnorm',
      { depth: 18, ...both },
      { encoder_alpha: '1.998746', encoder_beta: '0.352571', decoder_alpha: '2.710806', decoder_beta: '0.260847' },
    ],
    ['sub-ln', { depth: 12 }, { gamma: '1.782710' }],
    ['sub-ln', { depth: 6, ...both }, { encoder_gamma: '1.547288', decoder_gamma: '1.700109', decoder_cross_gamma: '1' }],
    ['admin', { depth: 12 }, { omega: '2.601286' }],
    ['keel', { depth: 12 }, { alpha: '24' }],
    ['lns', { depth: 12 }, { scale_first: '1', scale_last: '0.288675' }],
    ['lns', { depth: 1 }, { scale: '1' }],
    ['t-fixup', { depth: 6, architecture: 'encoder' }, { factor: '0.428092' }],
    ['ngpt', { depth: 12 }, { alpha: '0.05' }],
    ['pre', { depth: 12 }, {}],
  ] as const)('%s at %o', (id, shape, expected) => {
    const { constants } = at(id, shape);
    expect(Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, constantText(value)]))).toEqual(expected);
  });
});

describe('parameters added', () => {
  const d = 2 * defaultShape.width;
  it.each([
    ['none', 0, ''],
    ['post', 24 * d, '12 × 256'],
    ['pre', 25 * d, '12 × 256 + 128'],
    ['sandwich', 49 * d, '12 × 512 + 128'],
    ['keel', 47 * d, '1 × 384 + 11 × 512'],
    ['parallel', 13 * d, '12 × 128 + 128'],
    ['rezero', 12, '12 × 1'],
    ['skipinit', 24, '12 × 2'],
  ])('%s', (id, total, formula) => {
    expect(at(id)).toMatchObject({ parametersAdded: total, parametersFormula: formula });
  });

  it('are counted over both stacks, around them too', () => {
    expect(at('pre', { depth: 2, ...both })).toMatchObject({ parametersAdded: 12 * d, parametersFormula: '2 × 256 + 2 × 384 + 256' });
  });
});

it('letters give the first and the last value, of each stack', () => {
  expect(at('lns').equations[0]?.letters).toEqual({ s: '1 … 0.288675' });
  expect(at('deepnorm', both).equations[0]?.letters).toEqual({ a: 'encoder 1.76088, decoder 2.44949' });
});

it('says how streams are kept, and what is learned', () => {
  expect(at('residual-dual').residual).toBe('dual');
  expect(at('siamese').equation).toContain('out = x + N(y)');
  expect(at('layerscale').learned).toEqual([{ name: 'gamma', shape: 'feature', initial: 0.1, shared: false }]);
  expect(at('gpas').learned).toEqual([{ name: 'gate', shape: 'scalar', initial: 0, shared: true }]);
});

it('takes options', () => {
  const { equation, options } = explainPlacement({ id: 'lns', scaleAt: 'after-branch' }, defaultShape, 'en');
  expect(equation).toBe('x ← x + b·F(LN(x))');
  expect(options).toEqual({ scaleAt: 'after-branch' });
});

it('a placement that the shape contradicts is refused', () => {
  expect(() => at('hybrid', both)).toThrow(/not defined for cross-attention/);
  expect(() => at('pre', { heads: 5 })).toThrow(/5 heads/);
});

it.each(placements.ids)('%s fits the schema, in every architecture it is for', (id) => {
  for (const architecture of ['decoder', 'encoder', 'encoder-decoder']) {
    if (architecture === 'encoder-decoder' && placements.get(id).noCross) continue;
    const explanation = at(id, { architecture, depth: 4 });
    expect(explanationSchema.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation);
  }
});

/** Custom placements that cannot be meant: refused before anything is built, with the place and the way out. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { languages, message } from '../../../src/core/message/index.ts';
import { equations, modelEquation } from '../../../src/model/equation.ts';
import { placesOf } from '../../../src/model/place.ts';
import { layerRange } from '../../../src/model/placement/custom-rules.ts';
import { readPlacement } from '../../../src/model/placement/read.ts';
import { normFields, scaleFields } from '../../../src/model/placement/types.ts';
import type { ModelConfig } from '../../../src/model/types.ts';
import { parseRun } from '../../../src/spec/parse.ts';
import { buildTiny, crossModel, pairModel, tapValue } from '../../helper/model.ts';
import { relativeError } from '../../helper/numeric.ts';
import { StreamLaw } from '../../helper/stream.ts';

const parse = (rules: unknown, more: object = {}, model: object = {}) =>
  parseRun({ model: { placement: { id: 'custom', rules, ...more }, nLayers: 3, dModel: 8, nHeads: 2, ...model } as never, task: 'copy' });

function refusal(rules: unknown, more: object = {}, model: object = {}): UserError {
  try {
    parse(rules, more, model);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('this was taken');
}

type Case = readonly [name: string, rules: unknown, words: readonly string[], more?: object, model?: object];

const cases: readonly Case[] = [
  ['an unknown field', [{ inputt: true }], ['rules.0', 'inputt']],
  ['an unknown field of the placement', [], ['placement', 'norms', 'rules'], { norms: 4 }],
  ['an unknown normalizer', [{ input: 'layr' }], ['rules.0.input', 'layer', 'rms']],
  ['an unknown branch', [{ sublayers: ['mlp'], input: true }], ['rules.0.sublayers.0', 'attn', 'ffn']],
  ['no branch at all', [{ sublayers: [], input: true }], ['rules.0.sublayers']],
  ['a norm that is false', [{ input: false }], ['rules.0.input', 'true']],
  ['an unknown origin', [{ from: 'start' }], ['rules.0.from', 'stream', 'block']],
  ['an unknown residual rule', [], ['residual', 'wide', 'plain', 'hyper'], { residual: 'wide' }],
  ['a residual rule with another’s option', [], ['residual', 'streams', 'dual'], { residual: { id: 'dual', streams: 3 } }],
  ['a hundred and one rules', Array.from({ length: 101 }, () => ({})), ['rules', '100']],
  [
    'one field twice at one place',
    [{ input: true }, { layers: 2, input: 'rms' }],
    ['Rules 1 and 2', 'input', 'layers.1.attn', 'sublayers'],
  ],
  ['one field twice, even alike', [{ exit: true }, { exit: true }], ['Rules 1 and 2', 'exit', 'layers.0.attn']],
  [
    'a scale twice in ranges that meet',
    [
      { layers: '-2', branchScale: 1 },
      { layers: '2-', branchScale: 2 },
    ],
    ['branchScale', 'layers.1.attn'],
  ],
  ['a query norm in the FFN', [{ q: true }], ['field q', 'layers.0.ffn', 'attn, cross', 'sublayers']],
  ['a head factor in the FFN', [{ sublayers: ['ffn'], headScale: 2 }], ['headScale', 'layers.0.ffn', 'attn, cross']],
  ['a hidden factor in attention', [{ sublayers: ['attn'], hiddenScale: 2 }], ['hiddenScale', 'layers.0.attn', 'ffn']],
  ['a block that is not there', [{ layers: 4, input: true }], ['"4"', 'no block of 3']],
  ['a range that is none', [{ layers: '3-2', input: true }], ['"3-2"', '2-5']],
  ['a range of nothing', [{ layers: '-', input: true }], ['"-"', 'no block']],
  ['a range of words', [{ layers: 'all', input: true }], ['"all"', 'no block']],
  ['block 0', [{ layers: '0', input: true }], ['"0"', 'from 1']],
  ['a formula that is none', [{ branchScale: '1/sqrt(' }], ['1/sqrt(', 'character 8', 'expected']],
  ['a division by 0', [{ sublayers: ['attn'], branchScale: '1/0' }], ['branchScale', 'layers.0.attn', 'Infinity', 'divides by']],
  ['a division by 0 in one block', [{ branchScale: '1/(layer-2)' }], ['branchScale', 'layers.1.attn', 'Infinity']],
  ['a root of a negative number', [{ inputScale: 'sqrt(1-layer*2)' }], ['inputScale', 'layers.0.attn', 'NaN', 'roots']],
  ['a step that overflows', [{ branchScale: 'exp(step)' }], ['branchScale', 'layers.0.attn', 'is not finite']],
  [
    'a learnable value per head on the branch',
    [{ branchScale: 'learn(1, head)' }],
    ['branchScale', 'layers.0.attn', 'headScale', 'learn(…, feature)'],
  ],
  [
    'several learnable values that differ',
    [{ branchScale: 'learn(1)*learn(2)' }],
    ['branchScale', 'layers.0.attn', 'several', 'one learn'],
  ],
  ['the same start in two shapes', [{ branchScale: 'learn(1)*learn(1, feature)' }], ['branchScale', 'several']],
  ['sumDetached without a factor', [{ sumDetached: true }], ['sumDetached', 'layers.0.attn', 'sumScale']],
  ['the block under a rule that keeps none', [{ from: 'block' }], ['layers.0.attn', 'dual', 'plain'], { residual: 'dual' }],
  [
    'an identity of the block under another',
    [{ identity: ['block', 'stream'] }],
    ['layers.0.attn', 'siamese', 'plain'],
    { residual: 'siamese' },
  ],
  ['an origin twice', [{ identity: ['stream', 'stream'] }], ['layers.0.attn', 'stream, stream', 'once']],
  ['an empty identity', [{ identity: [] }], ['rules.0.identity']],
  [
    'an entry that nobody reads',
    [{ sublayers: ['attn'], entry: true, from: 'block', identity: ['block'] }],
    ['entry', 'layers.0.attn', 'Leave it out'],
  ],
  ['a write that nobody reads', [{ sublayers: ['ffn'], from: 'block', identity: ['block'] }], ['layers.0.ffn', 'nobody reads', 'stream']],
  ['an exit that mixing streams never read', [{ exit: true }], ['exit', 'layers.0.attn', 'hyper', 'Leave it out'], { residual: 'hyper' }],
  ['a factor that mixing streams never read', [{ streamScale: 2 }], ['streamScale', 'layers.0.attn', 'hyper'], { residual: 'hyper' }],
  ['acrossHeads on the input', [{ input: { acrossHeads: true } }], ['acrossHeads', 'layers.0.attn', 'input', 'q, k, v']],
  ['a gain for each head in the FFN', [{ sublayers: ['ffn'], inner: { eachHead: true } }], ['eachHead', 'layers.0.ffn', 'inner']],
  ['a norm over all heads and each', [{ sublayers: ['attn'], k: { acrossHeads: true, eachHead: true } }], ['k', 'layers.0.attn', 'Leave']],
  ['a norm behind no turn', [{ sublayers: ['attn'], q: { afterRotation: true } }], ['q', 'layers.0.attn', 'learned', 'rotary']],
  ['values behind the turn', [{ sublayers: ['attn'], v: { afterRotation: true } }], ['v', 'layers.0.attn'], {}, { position: 'rotary' }],
  ['a memory without cross-attention', [{ memory: true }], ['memory', 'layers.0.attn', 'cross']],
  ['a stack that is not there', [], ['placement.finalNorm', 'encoder', 'It has: decoder'], { finalNorm: { encoder: true } }],
  [
    'shared norms asked for differently',
    [
      { sublayers: ['attn'], input: { shared: true } },
      { sublayers: ['ffn'], input: { shared: true, normalizer: 'rms' } },
    ],
    ['input', 'layers.0.attn', 'same way'],
  ],
  [
    'one inner norm for features of two widths',
    [{ inner: { shared: true } }],
    ['layers.0.attn', '8 in attention', '32 in the feed-forward', 'dFf'],
  ],
  [
    'a learnable factor of queries and keys that have different heads',
    [{ sublayers: ['attn'], qkScale: 'learn(1, feature)' }],
    ['layers.0.attn', '4 heads', '2 heads'],
    {},
    { nHeads: 4, nKvHeads: 2 },
  ],
];

describe('is refused', () => {
  it.each(cases.map((one) => [one[0], one] as const))('%s', (_name, [, rules, words, more = {}, model = {}]) => {
    const { message: text } = refusal(rules, more, model);
    for (const word of words) expect(text).toContain(word);
    expect(text).not.toMatch(/undefined|\[object|NaN at|Invalid input/);
  });

  it.each(cases.map((one) => [one[0], one] as const))('%s, in every language', (_name, [, rules, , more = {}, model = {}]) => {
    const { key, values } = refusal(rules, more, model);
    for (const language of languages) expect(message(language, key, values as never)).not.toMatch(/\{\w+\}/);
  });

  it('names that belong to JavaScript, not to the plan', () => {
    for (const text of ['{"__proto__": {"input": true}}', '{"constructor": true}', '{"toString": true}']) {
      const rule = JSON.parse(text) as object;
      expect(refusal([rule]).message).toMatch(/rules\.0.*(__proto__|constructor|toString)/s);
    }
    expect(refusal([{ input: '__proto__' }]).message).toContain('rules.0.input');
    expect(refusal([{ input: { normalizer: 'constructor' } }]).message).toContain('rules.0.input');
    expect(Object.hasOwn(Object.prototype, 'input')).toBe(false);
  });
});

describe('is taken', () => {
  it('with one inner norm for attention and FFN, if they are of one width', () => {
    const rules = [{ inner: { shared: true } }];
    expect(() =>
      buildTiny(pairModel('custom', 'layer', { placement: parse(rules, {}, { dFf: 8 }).model.placement, dFf: 8 })),
    ).not.toThrow();
    expect(() => parse([{ sublayers: ['ffn'], inner: { shared: true } }], {}, { dFf: 12 })).not.toThrow();
  });

  it('with no rule, as the bare sum', () => {
    const { model } = parse([]);
    expect(readPlacement(model).plan(placesOf(model)[0] as never)).toEqual({});
    expect(readPlacement(parse([], { finalNorm: false }).model).frame.finalNorm).toBe(false);
    expect(readPlacement(model).frame.finalNorm).toBe(true);
  });

  it('with every field where it belongs', () => {
    const both = Object.keys({ ...normFields, ...scaleFields }).filter(
      (field) =>
        !(normFields as Record<string, { only?: unknown }>)[field]?.only &&
        !(scaleFields as Record<string, { only?: unknown }>)[field]?.only,
    );
    const value = (field: string) => (field in normFields ? true : 0.5);
    const attention = ['q', 'k', 'v', 'qkScale', 'logitScale', 'headScale'];
    const rules = [
      Object.fromEntries(both.map((field) => [field, value(field)])),
      { sublayers: ['attn'], ...Object.fromEntries(attention.map((field) => [field, value(field)])) },
      { sublayers: ['ffn'], hiddenScale: 0.5 },
    ];
    const { model } = parse(rules);
    const { plan } = readPlacement(model);
    for (const place of placesOf(model)) {
      const own = Object.keys(plan(place)).sort();
      expect(own).toEqual([...both, ...(place.sublayer === 'attn' ? attention : ['hiddenScale'])].sort());
    }
    expect(() => buildTiny(pairModel('custom', 'layer', { placement: model.placement }))).not.toThrow();
  });

  it('block by block, branch by branch, bound to its place', () => {
    const { model } = parse([
      { layers: 1, exit: true },
      { layers: '2-', sublayers: ['attn'], input: 'rms', branchScale: '1/sqrt(layer)' },
      { layers: '-2', sublayers: ['ffn'], streamScale: 'sublayer/sublayers' },
    ]);
    const { plan } = readPlacement(model);
    expect(placesOf(model).map((place) => plan(place))).toEqual([
      { exit: {} },
      { exit: {}, streamScale: 2 / 6 },
      { input: { normalizer: 'rms' }, branchScale: 1 / Math.sqrt(2) },
      { streamScale: 4 / 6 },
      { input: { normalizer: 'rms' }, branchScale: 1 / Math.sqrt(3) },
      {},
    ]);
    expect(equations(model).length).toBe(5);
  });

  it('with a shared norm asked for in one way', () => {
    const { model } = parse([{ input: { shared: true } }]);
    const { scope } = buildTiny(pairModel('custom', 'layer', { placement: model.placement, nLayers: 1 }));
    expect([...scope.parameters.keys()].filter((key) => key.includes('input_norm.weight'))).toEqual(['layers.0.input_norm.weight']);
  });

  it('with a detached factor that is a plain number', () => {
    const { model } = parse([{ sumScale: 0.5, sumDetached: true }]);
    expect(() => buildTiny(pairModel('custom', 'layer', { placement: model.placement }))).not.toThrow();
  });

  it('with a shift per hidden feature, as wide as they are', () => {
    const { model } = parse([{ innerShift: 'learn(0, feature)', inputShift: 'learn(0, feature)' }]);
    const { scope } = buildTiny(pairModel('custom', 'layer', { placement: model.placement, dFf: 12, nLayers: 1 }));
    const widths = Object.fromEntries(
      [...scope.parameters.values()].filter(({ spec }) => spec.role === 'scale').map(({ spec }) => [spec.key, spec.shape[0]]),
    );
    expect(widths).toEqual({
      'layers.0.attn.input_shift': 8,
      'layers.0.attn.inner_shift': 8,
      'layers.0.ffn.input_shift': 8,
      'layers.0.ffn.inner_shift': 12,
    });
  });
});

it.each([
  [undefined, [1, 6]],
  [3, [3, 3]],
  ['3', [3, 3]],
  [' 2 - 5 ', [2, 5]],
  ['2-', [2, 6]],
  ['-4', [1, 4]],
  ['2-99', [2, 6]],
  ['6', [6, 6]],
] as const)('layers %s of six are blocks %j', (layers, expected) => {
  expect(layerRange(layers, 6)).toEqual(expected);
});

describe('norms of two stacks', () => {
  const keys = (model: object) =>
    [...buildTiny(crossModel('pre', 'layer', model as Partial<ModelConfig>)).scope.parameters.keys()].filter((key) =>
      /(final|embedding|memory)_norm\.weight/.test(key),
    );

  it('stand where each stack asks for them', () => {
    expect(keys({ finalNorm: { encoder: false } })).toEqual(['decoder.final_norm.weight']);
    expect(keys({ finalNorm: { encoder: false }, embeddingNorm: { encoder: true } })).toEqual([
      'encoder.embedding_norm.weight',
      'decoder.final_norm.weight',
    ]);
    const placement = { id: 'custom', finalNorm: { decoder: false }, embeddingNorm: { decoder: true } };
    expect(keys({ placement })).toEqual(['encoder.final_norm.weight', 'decoder.embedding_norm.weight']);
    // What the model says overrules what the placement says.
    expect(keys({ placement, finalNorm: true })).toContain('decoder.final_norm.weight');
  });

  it('on the memory are one for each cross-attention, whatever the placement', () => {
    const memories = ['decoder.layers.0.cross.memory_norm.weight', 'decoder.layers.1.cross.memory_norm.weight'];
    for (const placement of ['pre', 'post', 'hyper-connections'])
      expect(keys({ placement: { id: placement }, memoryNorm: true }).filter((key) => key.includes('memory'))).toEqual(memories);
    expect(modelEquation(crossModel('post', 'layer', { memoryNorm: true }))).toContain('cross: x ← LN(x + F(x; memory ← LN))');
  });

  it('read the encoder: the law of the memory', () => {
    for (const more of [{}, { memoryNorm: true }]) {
      const model = crossModel('pre', 'layer', more);
      const told: string[] = [];
      const built = buildTiny(model);
      new StreamLaw(model, built).check((tap, expected) => {
        told.push(tap);
        expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-12);
      });
      expect(told).toContain('decoder.layers.1.cross.memory');
    }
  });

  it('on no memory are refused', () => {
    expect(() => parseRun({ model: { placement: 'pre', memoryNorm: true } })).toThrow(/memory norm needs cross-attention/);
    expect(() => parseRun({ model: { placement: 'pre', finalNorm: { encoder: true } } })).toThrow(/finalNorm names the stack "encoder"/);
  });
});

it('one norm of each head is what a norm of groups of features is', () => {
  const rule = (inner: unknown) => ({ id: 'custom', rules: [{ sublayers: ['attn'], inner }] });
  const model = (inner: unknown, more: Partial<ModelConfig> = {}) => pairModel('custom', 'layer', { placement: rule(inner), ...more });
  const heads = buildTiny(model({ eachHead: true }));
  // GroupNorm with as many groups as heads (RetNet): statistics of a head, gains of all features.
  const groups = buildTiny(model(true, { normalizer: { id: 'group', groups: 2 } }));
  const same = { ...groups, feeds: { ...groups.feeds, ...heads.feeds } };
  const error = (tap: string) => relativeError(tapValue(same, tap), tapValue(heads, tap));
  expect(error('layers.0.attn.branch_out')).toBeLessThan(1e-12);
  expect(modelEquation(model({ eachHead: true }))).toContain('attn: x ← x + W(LNₕ(F(x)))');
  expect(modelEquation(model({ acrossHeads: false }))).toContain('W(LNₕ(F(x)))');
  expect(modelEquation(model(true))).toContain('W(LN(F(x)))');
});

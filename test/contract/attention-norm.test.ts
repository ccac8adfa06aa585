/** Every attention norm: what attention returns, by hand from what it received; where it stands, and what its options change. */
import { describe, expect, it } from 'vitest';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import { attentionNorms } from '../../src/model/attention-norm/index.ts';
import { modelDiagrams } from '../../src/model/diagram.ts';
import { modelEquation } from '../../src/model/equation.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { parseRun } from '../../src/spec/parse.ts';
import { Hand, type HandAttention, type Rows } from '../helper/hand.ts';
import { buildTiny, crossModel, pairModel, tapValue, tiny } from '../helper/model.ts';
import { fromRows, toRows } from '../helper/norm.ts';
import { relativeError } from '../helper/numeric.ts';

type By = (hand: Hand, key: string) => HandAttention;

const length = (row: readonly number[]) => Math.hypot(...row);
const unit = (row: readonly number[]) => row.map((value) => value / Math.max(length(row), 1e-12));
const perHead =
  (...parts: ('q' | 'k' | 'v')[]): By =>
  (hand, key) =>
    Object.fromEntries(parts.map((part) => [part, hand.rowNorm(`${key}.${part}_norm`)]));
const eachHead =
  (...parts: ('q' | 'k' | 'v')[]): By =>
  (hand, key) =>
    Object.fromEntries(parts.map((part) => [part, hand.headNorm(`${key}.${part}_norm`)]));
const overAll =
  (...parts: ('q' | 'k' | 'v')[]): By =>
  (hand, key) => ({ whole: Object.fromEntries(parts.map((part) => [part, hand.rowNorm(`${key}.${part}_norm`)])) });

/** What papers say happens to queries, keys, values and their products. */
const published: Readonly<Record<string, By>> = {
  '{"id":"none"}': () => ({}),
  '{"id":"qk"}': perHead('q', 'k'),
  '{"id":"qk","span":"full"}': overAll('q', 'k'),
  '{"id":"qk","span":"each-head"}': eachHead('q', 'k'),
  '{"id":"qk","order":"rotation-first"}': perHead('q', 'k'),
  '{"id":"qkv","span":"each-head"}': eachHead('q', 'k', 'v'),
  '{"id":"qkv","order":"rotation-first"}': perHead('q', 'k', 'v'),
  '{"id":"qkv"}': perHead('q', 'k', 'v'),
  '{"id":"qkv","span":"full"}': overAll('q', 'k', 'v'),
  '{"id":"cosine"}': (hand, key) => ({
    q: unit,
    k: unit,
    scale: (head) => Math.exp(Math.min(hand.numbers(`${key}.logit_scale`)[head] as number, Math.log(100))),
  }),
};

const choices = attentionNorms.members.flatMap(({ id, options }) => [
  { id },
  ...Object.entries(options).flatMap(([name, spec]) =>
    (spec.kind === 'choice' ? spec.choices.filter((value) => value !== spec.default) : []).map((value) => ({ id, [name]: value })),
  ),
]);

it('each has its equation by hand', () => {
  expect(choices.map((choice) => JSON.stringify(choice)).sort()).toEqual(Object.keys(published).sort());
});

/** What every self-attention returns, from what it receives. */
function checkAttention(model: ModelConfig, by: By, batchSize = 2): void {
  const first = model.attentionNorm.order === 'rotation-first';
  const turned = model.position === 'rotary' ? { turned: first ? ('first' as const) : ('last' as const) } : {};
  const built = buildTiny(model, { batchSize });
  const hand = new Hand(model, built.feeds);
  for (const place of placesOf(model).filter(({ sublayer }) => sublayer === 'attn')) {
    const [received, returned] = [tapValue(built, `${place.key}.branch_in`), tapValue(built, `${place.key}.branch_out`)];
    const length = place.stack === 'encoder' && model.architecture === 'encoder-decoder' ? model.sourceLen : model.seqLen;
    const rows = toRows(received, model.dModel);
    const padded =
      length === model.sourceLen && model.padding >= 0
        ? Array.from(built.feeds.source as Int32Array, (id) => id === model.padding)
        : undefined;
    const expected: Rows = Array.from({ length: batchSize }, (_, n) => {
      const closed = padded?.slice(n * length, (n + 1) * length);
      return hand.attention(place.key, rows.slice(n * length, (n + 1) * length), {
        ...by(hand, place.key),
        ...turned,
        causal: place.stack === 'decoder',
        closed,
      });
    }).flat();
    expect(relativeError(returned, fromRows(expected)), place.key).toBeLessThan(1e-12);
  }
}

describe.each(choices.map((choice) => [JSON.stringify(choice), choice] as const))('%s', (text, choice) => {
  const by = published[text] as By;

  it.each([
    ['one head of keys each', { nHeads: 2, nKvHeads: 2 }],
    ['heads that share keys', { nHeads: 4, nKvHeads: 2 }],
    ['one head of keys for all', { nHeads: 4, nKvHeads: 1 }],
    ['an encoder', { architecture: 'encoder' }],
    ['queries and keys turned by position', { position: 'rotary' }],
    ['turned, and heads that share keys', { position: 'rotary', nHeads: 4, nKvHeads: 2 }],
  ])('is its equation: %s', (_name, more) => {
    for (const normalizer of ['layer', 'rms']) checkAttention(pairModel('pre', normalizer, { ...more, attentionNorm: choice }), by);
  });

  it('is its equation in both stacks, and leaves cross-attention alone', () => {
    const model = crossModel('post', 'layer', { attentionNorm: choice, position: 'learned' });
    checkAttention(model, by);
    const keys = [...buildTiny(model).scope.parameters.keys()];
    expect(keys.filter((key) => key.includes('.cross.') && /(q|k|v)_norm|logit_scale/.test(key))).toEqual([]);
  });

  it('stands in every placement that has none of its own', () => {
    for (const { id } of placements.members) {
      const bare = pairModel(id, 'layer');
      const own = readPlacement(bare).plan(placesOf(bare)[0] as never);
      const normed = readPlacement({ ...bare, attentionNorm: choice }).plan(placesOf(bare)[0] as never);
      const plan = attentionNorms.get(choice.id).plan({ span: 'head', order: 'norm-first', ...choice });
      if (own.q || own.k || own.v) expect(normed, id).toEqual(own);
      else expect(normed, id).toEqual({ ...plan, ...own });
      for (const place of placesOf(bare).filter(({ sublayer }) => sublayer === 'ffn'))
        expect(readPlacement({ ...bare, attentionNorm: choice }).plan(place), id).toEqual(readPlacement(bare).plan(place));
    }
  });

  it('ignores the size of queries and keys, if it norms them', () => {
    const exact = { normalizer: { id: 'rms', eps: 1e-14 }, attentionNorm: choice };
    const built = buildTiny(pairModel('pre', 'rms', exact));
    const key = 'layers.0.attn.qkv';
    const rows = 2 * tiny.dModel;
    const times = (name: string, width: number) =>
      Float64Array.from(built.feeds[`${key}.${name}`] as Float64Array, (value, flat) =>
        Math.floor(flat / width) < rows ? 3 * value : value,
      );
    const scaled = {
      ...built,
      feeds: { ...built.feeds, [`${key}.weight`]: times('weight', tiny.dModel), [`${key}.bias`]: times('bias', 1) },
    };
    const error = relativeError(tapValue(scaled, 'logits'), tapValue(built, 'logits'));
    if (choice.id === 'none') expect(error).toBeGreaterThan(1e-3);
    else expect(error).toBeLessThan(1e-10);
  });
});

it('no two make the same graph', () => {
  const rotary = { position: 'rotary' };
  const texts = choices.map((attentionNorm) =>
    print(program({ loss: buildTiny(pairModel('pre', 'layer', { ...rotary, attentionNorm })).loss })),
  );
  expect(new Set(texts).size).toBe(texts.length);
});

it('the temperature of cosine attention begins at 10 and ends at 100', () => {
  const model = pairModel('pre', 'layer', { attentionNorm: { id: 'cosine' } });
  const built = buildTiny(model);
  expect(built.scope.parameters.get('layers.0.attn.logit_scale')?.spec).toMatchObject({ initial: Math.log(10), shape: [2] });
  const at = (value: number) =>
    tapValue({ ...built, feeds: { ...built.feeds, 'layers.0.attn.logit_scale': Float64Array.of(value, value) } }, 'logits');
  expect(relativeError(at(Math.log(100)), at(9))).toBe(0);
  expect(relativeError(at(Math.log(100)), at(4.5))).toBeGreaterThan(1e-4);
});

describe('norms and rotary positions', () => {
  const said = (more: Partial<ModelConfig>) => modelEquation(pairModel('pre', 'rms', { position: 'rotary', ...more }));

  it('say which comes first in the equation', () => {
    const attn = (inside: string) => `attn: x ← x + F(RMS(x)${inside}); ffn: x ← x + F(RMS(x))`;
    expect(said({ attentionNorm: { id: 'qk' } })).toBe(attn('; q, k ← RoPE∘RMS'));
    expect(said({ attentionNorm: { id: 'qk', order: 'rotation-first' } })).toBe(attn('; q, k ← RMS∘RoPE'));
    expect(said({ attentionNorm: { id: 'qkv', span: 'each-head' } })).toBe(attn('; q, k ← RoPE∘RMSₕ; v ← RMSₕ'));
    expect(said({ attentionNorm: { id: 'qk' }, position: 'learned' })).toBe(attn('; q, k ← RMS'));
    const [line] = modelDiagrams(pairModel('pre', 'rms', { position: 'rotary', attentionNorm: { id: 'qk' } }));
    expect(line?.data.branch.flatMap(({ notes = [] }) => notes)).toEqual(['q, k ← RoPE∘RMS']);
  });

  it('a norm over the whole projection can stand behind the turn, too', () => {
    const attentionNorm = { id: 'qk', span: 'full', order: 'rotation-first' };
    for (const more of [{}, { nHeads: 4, nKvHeads: 2 }])
      checkAttention(pairModel('pre', 'layer', { position: 'rotary', attentionNorm, ...more }), overAll('q', 'k'));
  });

  it('behind a turn that does not happen are refused', () => {
    const model = { placement: 'pre', attentionNorm: { id: 'qk', order: 'rotation-first' } } as const;
    expect(() => parseRun({ model })).toThrow(/behind the rotation.*position: rotary \(given: learned\)/);
    expect(() => parseRun({ model: { ...model, position: 'rotary' } })).not.toThrow();
  });
});

it.each(['layer', 'layer-1p', 'rms', 'rms-1p', 'scale', 'batch', 'dyt', 'power'])(
  '%s with a gain for each head stores one row each, and begins where the shared one does',
  (normalizer) => {
    const at = (span: string) => buildTiny(pairModel('pre', normalizer, { attentionNorm: { id: 'qk', span } }));
    const [shared, each] = [at('head'), at('each-head')];
    const spec = each.scope.parameters.get('layers.0.attn.q_norm.weight')?.spec;
    expect(spec?.shape).toEqual([2, normalizer === 'scale' ? 1 : 4]);
    expect(spec?.initial).toBe(shared.scope.parameters.get('layers.0.attn.q_norm.weight')?.spec.initial);
    // Two heads with the same numbers are the shared norm.
    const twice = Object.fromEntries(
      [...each.scope.parameters.keys()].map((key) => {
        const own = shared.feeds[key] as Float64Array;
        return [key, /[qk]_norm\.(weight|bias)$/.test(key) ? Float64Array.of(...own, ...own) : own];
      }),
    );
    const states = Object.fromEntries([...each.scope.states.keys()].map((key) => [key, shared.feeds[key] as Float64Array]));
    const same = { ...each, feeds: { ...each.feeds, ...twice, ...states } };
    expect(relativeError(tapValue(same, 'logits'), tapValue(shared, 'logits'))).toBeLessThan(1e-13);
    expect(relativeError(tapValue(each, 'logits'), tapValue(shared, 'logits'))).toBeGreaterThan(1e-6);
  },
);

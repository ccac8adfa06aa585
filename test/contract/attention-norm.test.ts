/** Every attention norm: what attention returns, by hand from what it received; where it stands, and what its options change. */
import { describe, expect, it } from 'vitest';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import { attentionNorms } from '../../src/model/attention-norm/index.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import type { ModelConfig } from '../../src/model/types.ts';
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
const overAll =
  (...parts: ('q' | 'k' | 'v')[]): By =>
  (hand, key) => ({ whole: Object.fromEntries(parts.map((part) => [part, hand.rowNorm(`${key}.${part}_norm`)])) });

/** What papers say happens to queries, keys, values and their products. */
const published: Readonly<Record<string, By>> = {
  '{"id":"none"}': () => ({}),
  '{"id":"qk"}': perHead('q', 'k'),
  '{"id":"qk","span":"full"}': overAll('q', 'k'),
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
      const plan = attentionNorms.get(choice.id).plan({ span: 'head', ...choice });
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
  const texts = choices.map((attentionNorm) => print(program({ loss: buildTiny(pairModel('pre', 'layer', { attentionNorm })).loss })));
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

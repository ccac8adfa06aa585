/** Every residual rule: what it keeps, what it joins at the end, and what its options change. */
import { describe, expect, it } from 'vitest';
import type { OptionSpec } from '../../src/core/options.ts';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import { placesOf } from '../../src/model/place.ts';
import { checkPlacement } from '../../src/model/placement/check.ts';
import { residuals } from '../../src/model/residual/index.ts';
import { tapName } from '../../src/model/taps.ts';
import type { Choice, ModelConfig } from '../../src/model/types.ts';
import { buildTiny, crossModel, pairModel, tapValue, tiny } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';
import { plus, StreamLaw } from '../helper/stream.ts';

const withRule = (residual: Choice, more: Partial<ModelConfig> = {}): ModelConfig =>
  pairModel('custom', 'layer', { placement: { id: 'custom', rules: [{ input: true, output: true }], residual } as Choice, ...more });

describe.each(residuals.members)('$id', ({ id, plain, options, title, equation, unread = [] }) => {
  const other = (spec: OptionSpec) => (spec.kind === 'choice' ? spec.choices.find((choice) => choice !== spec.default) : 3);
  const choices = [{ id }, ...Object.entries(options).map(([name, spec]) => ({ id, [name]: other(spec) }))];

  it.each(choices.map((choice) => [JSON.stringify(choice), choice] as const))('obeys its law: %s', (_text, choice) => {
    for (const model of [withRule(choice), withRule(choice, { nLayers: 3, normalizer: { id: 'rms' }, architecture: 'encoder' })]) {
      const built = buildTiny(model);
      new StreamLaw(model, built).check((tap, expected) => expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-11));
    }
  });

  it(`finds ${plain ? 'what the sublayer before it left' : 'something else than the sublayer before it left'}, as it says`, () => {
    const model = withRule({ id });
    const built = buildTiny(model);
    const places = placesOf(model);
    places.slice(1).forEach((place, i) => {
      const [before, found] = [
        tapValue(built, tapName(places[i] as typeof place, 'stream_out')),
        tapValue(built, tapName(place, 'stream_in')),
      ];
      if (plain) expect(found).toEqual(before);
      else expect(relativeError(found, before)).toBeGreaterThan(1e-3);
    });
  });

  it('keeps streams of two stacks apart, where it is defined for them', () => {
    const model = crossModel('custom', 'layer', { placement: { id: 'custom', rules: [{ input: true }], residual: { id } } as Choice });
    const built = buildTiny(model);
    new StreamLaw(model, built).check((tap, expected) => expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-11));
    const source = Int32Array.from(built.feeds.source as Int32Array, (token) => 1 + (token % 7));
    const after = { ...built, feeds: { ...built.feeds, source } };
    expect(tapValue(after, 'decoder.layers.0.attn.sum')).toEqual(tapValue(built, 'decoder.layers.0.attn.sum'));
    expect(relativeError(tapValue(after, 'logits'), tapValue(built, 'logits'))).toBeGreaterThan(1e-6);
  });

  it('changes the graph with every option', () => {
    const texts = choices.map((choice) => print(program({ loss: buildTiny(withRule(choice)).loss })));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('refuses what it would never read, and nothing else that stands around a branch', () => {
    for (const field of [
      'entry',
      'input',
      'output',
      'exit',
      'streamScale',
      'branchScale',
      'sumScale',
      'inputScale',
      'readScale',
    ] as const) {
      const rules = [{ [field]: field.endsWith('Scale') ? 0.5 : true }];
      const model = pairModel('custom', 'layer', { placement: { id: 'custom', rules, residual: { id } } as Choice });
      const build = () => checkPlacement(model);
      if (unread.includes(field)) {
        expect(build, field).toThrow(field);
        continue;
      }
      expect(build, field).not.toThrow();
      const bare = pairModel('custom', 'layer', { placement: { id: 'custom', rules: [], residual: { id } } as Choice });
      expect(relativeError(tapValue(buildTiny(model), 'logits'), tapValue(buildTiny(bare), 'logits')), field).toBeGreaterThan(1e-6);
    }
  });

  it('has words for people', () => {
    expect(title && equation).toBeTruthy();
  });
});

describe('written out', () => {
  const read = (model: ModelConfig) => {
    const built = buildTiny(model);
    return {
      at: (name: string) => tapValue(built, name),
      writes: placesOf(model).map((place) => tapValue(built, tapName(place, 'write'))),
    };
  };

  it('plain: the end is the embedding and all writes', () => {
    const { at, writes } = read(withRule({ id: 'plain' }));
    expect(relativeError(at('final.in'), writes.reduce(plus, at('embed.out')))).toBeLessThan(1e-12);
  });

  it('dual: its second stream is the embedding and all writes; the first has the last word besides', () => {
    const { at, writes } = read(pairModel('residual-dual', 'layer'));
    expect(relativeError(at('final.in'), writes.reduce(plus, at('embed.out')))).toBeLessThan(1e-12);
    const bare = pairModel('residual-dual', 'layer', { finalNorm: false });
    const own = read(bare);
    expect(relativeError(own.at('final.out'), plus(own.at('layers.1.ffn.stream_out'), own.at('final.in')))).toBeLessThan(1e-12);
  });

  it('hyper: with as many streams as one copy, and no mixing, it is plain', () => {
    const model = withRule({ id: 'hyper', streams: 1 });
    const built = buildTiny(model);
    const ones = [...built.scope.parameters.keys()]
      .filter((key) => key.includes('.stream_'))
      .map((key) => [key, Float64Array.of(1)] as const);
    const feeds = { ...built.feeds, ...Object.fromEntries(ones) };
    expect(ones.length).toBe(12);
    expect(relativeError(tapValue({ ...built, feeds }, 'logits'), tapValue(buildTiny(withRule({ id: 'plain' })), 'logits'))).toBeLessThan(
      1e-12,
    );
  });

  it('hyper: sublayer k begins by reading copy k mod n, and no copies mix', () => {
    const { scope } = buildTiny(withRule({ id: 'hyper', streams: 3 }));
    const initial = (key: string) => scope.parameters.get(key)?.spec.initial;
    placesOf(tiny).forEach(({ key }, k) => {
      expect(initial(`${key}.stream_read`)).toEqual([0, 1, 2].map((j) => (j === k % 3 ? 1 : 0)));
      expect(initial(`${key}.stream_write`)).toBe(1);
      expect(initial(`${key}.stream_mix`)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    });
  });
});

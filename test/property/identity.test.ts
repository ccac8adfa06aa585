/** Placements that are one another when something is left out or set to 1: the same logits and the same gradients, in float64. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import type { Data } from '../../src/engine/types.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import type { SublayerPlan } from '../../src/model/placement/types.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { asCustom, customKeys } from '../helper/custom.ts';
import { type BuiltTiny, buildTiny, pairModel, tapValue, tiny } from '../helper/model.ts';
import { relativeError } from '../helper/numeric.ts';

/** Small models of many kinds. */
const shapes = fc.record({
  normalizer: fc.constantFrom({ id: 'layer' }, { id: 'rms' }, { id: 'layer-1p' }, { id: 'scale' }),
  architecture: fc.constantFrom('decoder', 'encoder'),
  nLayers: fc.integer({ min: 1, max: 3 }),
  activation: fc.constantFrom('gelu', 'relu2', 'swiglu'),
  position: fc.constantFrom('learned', 'rotary', 'sinusoidal'),
  bias: fc.boolean(),
}) as fc.Arbitrary<Partial<ModelConfig>>;

/** What a key of the second model reads: a key of the first, or fixed numbers. */
type Source = string | ((shape: readonly number[]) => Float64Array);
type Renaming = (key: string) => Source;

const same: Renaming = (key) => key;
const filled = (value: number) => (shape: readonly number[]) => new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(value);

/** The second model with the numbers of the first. */
function withNumbersOf(first: BuiltTiny, model: ModelConfig, rename: Renaming, step: number): BuiltTiny {
  const second = buildTiny(model, { step });
  const feeds: Record<string, Data> = { ...second.feeds };
  for (const [key, { spec }] of second.scope.parameters) {
    const source = rename(key);
    const data = typeof source === 'string' ? first.feeds[source] : source(spec.shape);
    if (!data) throw new Error(`the first model has no "${String(source)}" for "${key}"`);
    feeds[key] = data;
  }
  return { ...second, feeds };
}

interface Claim {
  readonly rename?: Renaming;
  readonly step?: number;
  /** What is set in the first model before its numbers are taken. */
  readonly set?: (key: string) => number | undefined;
  readonly tolerance?: number;
  readonly gradients?: boolean;
}

function expectSame(
  a: ModelConfig,
  b: ModelConfig,
  { rename = same, step = 3, set, tolerance = 1e-11, gradients = true }: Claim = {},
): void {
  const drawn = buildTiny(a, { step });
  const feeds: Record<string, Data> = { ...drawn.feeds };
  for (const [key, { spec }] of drawn.scope.parameters) {
    const value = set?.(key);
    if (value !== undefined) feeds[key] = filled(value)(spec.shape);
  }
  const first = { ...drawn, feeds };
  const second = withNumbersOf(first, b, rename, step);
  expect(relativeError(tapValue(second, 'logits'), tapValue(first, 'logits'))).toBeLessThan(tolerance);
  if (!gradients) return;
  // Matrices whose numbers both models read under one name.
  const shared = [...first.scope.parameters.keys()].filter(
    (key) => second.scope.parameters.has(key) && rename(key) === key && /weight$/.test(key) && !/norm/.test(key),
  );
  const slopes = ({ loss, scope, feeds: own }: BuiltTiny) => {
    const targets = shared.map((key) => scope.parameters.get(key)?.tensor as Tensor);
    return evaluate(gradient(loss, targets), own);
  };
  const [left, right] = [slopes(first), slopes(second)];
  shared.forEach((key, i) => {
    expect(relativeError(left[i] as Float64Array, right[i] as Float64Array, 1e-6), key).toBeLessThan(1e2 * tolerance);
  });
}

const check = (claim: (of: (placement: string, more?: Partial<ModelConfig>) => ModelConfig) => void, numRuns = 6): void => {
  fc.assert(
    fc.property(shapes, (shape) => {
      claim((placement, more = {}) => pairModel(placement, 'layer', { ...shape, ...more }));
    }),
    { seed: 20261123, numRuns },
  );
};

const without =
  (...fields: (keyof SublayerPlan)[]) =>
  (plan: SublayerPlan): SublayerPlan =>
    Object.fromEntries(Object.entries(plan).filter(([field]) => !fields.includes(field as keyof SublayerPlan)));

const ends =
  (...names: string[]) =>
  (value: number) =>
  (key: string) =>
    names.some((name) => key.endsWith(name)) ? value : undefined;

/** Norms that give nothing but 0. A stored gain is −1 where the gain is 1 + w. */
const silent =
  ({ normalizer }: ModelConfig, norms: RegExp) =>
  (key: string) => {
    if (!norms.test(key)) return undefined;
    return key.endsWith('weight') && normalizer.id === 'layer-1p' ? -1 : 0;
  };

describe('every published placement, written as rules,', () => {
  // nGPT has a factor on the logits and unit matrices, which rules do not say.
  it.each(placements.ids.filter((id) => id !== 'ngpt' && id !== 'custom'))('%s is the same function', (id) => {
    check((of) => {
      const model = of(id);
      const keys = customKeys(model);
      expectSame(model, asCustom(model), { rename: (key) => keys.get(key) ?? key });
    }, 3);
  });
});

describe('is Post-Norm', () => {
  it('DeepNorm with α = 1', () =>
    check((of) =>
      expectSame(
        asCustom(of('deepnorm'), (plan) => ({ ...plan, streamScale: 1 })),
        of('post'),
      ),
    ));
  it('DeepNorm of half a block: (2N)^(1/4) written as a rule is DeepNorm', () =>
    check((of) => {
      const rules = [{ exit: true, streamScale: '(2*depth)^(1/4)' }];
      expectSame(of('deepnorm'), of('custom', { placement: { id: 'custom', rules, finalNorm: false } }));
    }));
  it('Admin with ω = 1', () => check((of) => expectSame(of('admin'), of('post'), { set: ends('omega')(1) })));
  it('Keel with α = 1, no inner norm, and the outer norm that its first attention lacks', () =>
    check((of) =>
      expectSame(
        asCustom(of('keel'), (plan) => ({ ...without('input')(plan), streamScale: 1, exit: {} })),
        of('post'),
      ),
    ));
  it('BranchNorm from its last warm-up step on, and not before', () => {
    check((of) => {
      const model = of('branchnorm', { placement: { id: 'branchnorm', rampSteps: 5 } });
      for (const step of [5, 6, 1000]) expectSame(model, of('post'), { step });
      expect(() => expectSame(model, of('post'), { step: 4 })).toThrow();
    });
  });
  it('Mix-LN of all blocks, but for its final norm', () =>
    check((of) => expectSame(of('mix-ln', { placement: { id: 'mix-ln', share: 1 } }), of('post', { finalNorm: true }))));
  it('ResiDual whose plain sum is dropped', () =>
    check((of) => expectSame(of('residual-dual'), of('post'), { set: silent(of('post'), /^final_norm\./) })));
  it('B2T without the block’s input, SpanNorm with the stream as identity', () =>
    check((of) => {
      expectSame(asCustom(of('b2t'), without('identity')), of('post'));
      expectSame(asCustom(of('span'), without('identity')), of('post'));
    }));
  it('GLM with α = 1: each norm moved to the front of the next sublayer, one on the embedding, one at the end', () =>
    check((of) => {
      const glm = asCustom(of('glm'), without('streamScale'));
      const post = of('post', { embeddingNorm: true });
      const places = placesOf(glm);
      const moved = (key: string): string => {
        const exit = /^(.*)\.exit_norm(.*)$/.exec(key);
        if (key.startsWith('embedding_norm')) return key.replace('embedding_norm', `${places[0]?.key}.entry_norm`);
        if (!exit) return key;
        const next = places[places.findIndex((place) => place.key === exit[1]) + 1];
        return next ? `${next.key}.entry_norm${exit[2]}` : `final_norm${exit[2]}`;
      };
      expectSame(glm, post, { rename: moved });
    }));
});

describe('is Pre-Norm', () => {
  it('Sandwich without its second norm', () => check((of) => expectSame(asCustom(of('sandwich'), without('output')), of('pre'))));
  it('LayerScale with γ = 1', () => check((of) => expectSame(of('layerscale'), of('pre'), { set: ends('gamma')(1) })));
  it('LayerNorm Scaling of one block, wherever its factor stands', () =>
    check((of) => {
      for (const scaleAt of ['after-norm', 'before-norm', 'after-branch', 'after-residual', 'attn-only', 'ffn-only'])
        expectSame(of('lns', { nLayers: 1, placement: { id: 'lns', scaleAt } }), of('pre', { nLayers: 1 }));
    }, 2));
  it('LayerNorm Scaling without its factor', () =>
    check((of) => expectSame(asCustom(of('lns', { nLayers: 3 }), without('inputScale')), of('pre', { nLayers: 3 }))));
  it('LayerNorm Scaling before the norm, which undoes it', () =>
    check((of) => {
      const normalizer = { id: 'rms', eps: 1e-14 };
      expectSame(of('lns', { normalizer, placement: { id: 'lns', scaleAt: 'before-norm' } }), of('pre', { normalizer }), {
        tolerance: 1e-9,
      });
    }));
  it('Mix-LN of no block', () => check((of) => expectSame(of('mix-ln', { placement: { id: 'mix-ln', share: 0 } }), of('pre'))));
  it('NormFormer without its norms, its factors 1', () =>
    check((of) =>
      expectSame(asCustom(of('normformer'), without('output', 'inner')), of('pre'), {
        set: (key) => (/(head|stream)_scale$/.test(key) ? 1 : undefined),
      }),
    ));
  it('Sub-LN without its inner norm, parallel branches that read the stream', () =>
    check((of) => {
      expectSame(asCustom(of('sub-ln'), without('inner')), of('pre'));
      expectSame(asCustom(of('parallel-two'), without('from')), of('pre'));
    }));
  it('GPAS with its gate at 0, and its gradients', () => check((of) => expectSame(of('gpas'), of('pre'), { set: ends('gate')(0) })));
  it.each(['pre', 'post', 'sandwich'] as const)(
    'ProRes on %s is its base from the last warm-up step of the last block on, and not before',
    (base) => {
      check((of) => {
        const model = of('prores', { nLayers: 3, placement: { id: 'prores', base, rampSteps: 4 } });
        for (const step of [12, 13, 1000]) expectSame(model, of(base, { nLayers: 3 }), { step });
        expect(() => expectSame(model, of(base, { nLayers: 3 }), { step: 11 })).toThrow();
      }, 3);
    },
  );
  it('hyper-connections at their start: every copy is the Pre-Norm stream, and the final norm does not see their number', () =>
    check((of) => {
      for (const streams of [1, 2, 4]) {
        const normalizer = { id: 'layer', eps: 1e-14 };
        const model = of('hyper-connections', { normalizer, placement: { id: 'hyper-connections', streams } });
        const built = buildTiny(model);
        const starts = new Map(
          [...built.scope.parameters].flatMap(([key, { spec }]) => (key.includes('.stream_') ? [[key, spec.initial]] : [])),
        );
        expect(starts.size).toBe(3 * placesOf(model).length);
        const start: Renaming = (key) => {
          const initial = starts.get(key);
          if (initial === undefined) return key;
          return typeof initial === 'number' ? filled(initial) : () => Float64Array.from(initial as readonly number[]);
        };
        expectSame(of('pre', { normalizer }), model, { rename: start, tolerance: 1e-9 });
        const own = withNumbersOf(buildTiny(of('pre', { normalizer })), model, start, 3);
        const pre = buildTiny(of('pre', { normalizer }));
        const last = tapValue(pre, 'final.in').map((value) => streams * value);
        expect(relativeError(tapValue(own, 'final.in'), last)).toBeLessThan(1e-10);
      }
    }, 3));
  it('HybridNorm* of one block is Pre-Norm with norms on q, k and v', () =>
    check((of) => expectSame(of('hybrid-star', { nLayers: 1 }), of('pre', { nLayers: 1, attentionNorm: { id: 'qkv', span: 'head' } }))));
});

describe('is another', () => {
  it('Sandwich without its first norm: branch-output norm', () =>
    check((of) => expectSame(asCustom(of('sandwich'), without('input')), of('branch-out'))));
  it('Peri-LN without its embedding norm: Sandwich', () => check((of) => expectSame(of('peri', { embeddingNorm: false }), of('sandwich'))));
  it('one norm for both branches: two norms with the same numbers', () =>
    check((of) =>
      expectSame(of('parallel'), of('parallel-two'), { rename: (key) => key.replace(/\.(attn|ffn)\.input_norm/, '.input_norm') }),
    ));
  it('SkipInit, ReZero and Fixup at 1, no shifts: no norm', () =>
    check((of) => {
      expectSame(of('skipinit'), of('none'), { set: ends('alpha')(1) });
      expectSame(of('rezero'), of('none'), { set: ends('resweight')(1) });
      expectSame(of('fixup'), of('none'), { set: (key) => (key.endsWith('multiplier') ? 1 : /_shift$/.test(key) ? 0 : undefined) });
    }));
  it('T-Fixup: no norm, line by line', () =>
    check((of) => {
      const text = (id: string) => print(program({ loss: buildTiny(of(id)).loss }));
      expect(text('t-fixup')).toBe(text('none'));
    }));
  it('SiameseNorm whose second stream is silent: inner and outer norms with the factor 1/√(2l)', () =>
    check((of) => {
      const rules = [{ input: true, exit: true, branchScale: '1/sqrt(2*layer)' }];
      const alone = of('custom', { placement: { id: 'custom', rules, finalNorm: false, embeddingNorm: true } });
      expectSame(of('siamese'), alone, { set: silent(of('post'), /^final_norm\.|second_norm\./) });
    }));
  it('cosine attention: norms of queries and keys without parameters, at the temperature √dHead', () =>
    check((of) => {
      const normalizer = { id: 'rms-plain', eps: 1e-14 };
      const temperature = 0.5 * Math.log(tiny.dModel / tiny.nHeads);
      expectSame(of('post', { normalizer, attentionNorm: { id: 'cosine' } }), of('post', { normalizer, attentionNorm: { id: 'qk' } }), {
        set: ends('logit_scale')(temperature),
        tolerance: 1e-9,
      });
    }));
  it('branches whose factor is 0, or whose norm begins with gains of 0: the embedding itself, whatever the blocks hold', () =>
    check((of) => {
      const bare = of('custom', { nLayers: 1, placement: { id: 'custom', rules: [{ branchScale: 0 }], finalNorm: false } });
      const empty: Renaming = (key) => key;
      expectSame(of('rezero'), { ...bare, nLayers: 1 }, { set: ends('resweight')(0), rename: empty, gradients: false });
      expectSame(of('skipinit'), bare, { set: ends('alpha')(0), gradients: false });
      const zeroed = of('branch-out', { finalNorm: false, placement: { id: 'branch-out', zeroInit: true } });
      const starts = [...buildTiny(zeroed).scope.parameters.values()]
        .filter(({ spec }) => spec.key.endsWith('output_norm.weight'))
        .map(({ spec }) => spec.initial);
      const offset = zeroed.normalizer.id === 'layer-1p' ? -1 : 0;
      expect(starts.every((start) => start === offset)).toBe(true);
      const set = (key: string) => (key.endsWith('output_norm.weight') ? offset : key.endsWith('output_norm.bias') ? 0 : undefined);
      expectSame(zeroed, bare, { set, gradients: false });
    }));
});

describe('what a placement does not see, with ε = 0', () => {
  const exact = (id: string) => ({ normalizer: { id, eps: 1e-14 } });
  const times = (data: Data, factor: number) => Float64Array.from(data, (value) => value * factor);
  const scaledBy = (built: BuiltTiny, factor: number, match: RegExp): BuiltTiny => ({
    ...built,
    feeds: Object.fromEntries(Object.entries(built.feeds).map(([key, data]) => [key, match.test(key) ? times(data, factor) : data])),
  });

  it.each(['layer', 'rms'])('Pre-Norm’s first branch (%s): a factor on the stream', (id) => {
    const built = buildTiny(pairModel('pre', id, exact(id)));
    const scaled = scaledBy(built, 7, /embedding/);
    expect(relativeError(tapValue(scaled, 'layers.0.attn.branch_in'), tapValue(built, 'layers.0.attn.branch_in'))).toBeLessThan(1e-10);
    // The dilution: the same branch is a seventh of the stream.
    expect(relativeError(tapValue(scaled, 'layers.0.attn.write'), tapValue(built, 'layers.0.attn.write'))).toBeLessThan(1e-10);
    expect(relativeError(tapValue(scaled, 'logits'), tapValue(built, 'logits'))).toBeGreaterThan(1e-3);
  });

  it.each(['branch-out', 'sandwich', 'peri'])('%s: a factor on the last matrices of all branches', (placement) => {
    for (const id of ['layer', 'rms']) {
      const built = buildTiny(pairModel(placement, id, exact(id)));
      const scaled = scaledBy(built, 5, /(out|fc2)\.(weight|bias)$/);
      expect(relativeError(tapValue(scaled, 'logits'), tapValue(built, 'logits')), id).toBeLessThan(1e-10);
      const pre = buildTiny(pairModel('pre', id, exact(id)));
      expect(relativeError(tapValue(scaledBy(pre, 5, /(out|fc2)\.(weight|bias)$/), 'logits'), tapValue(pre, 'logits'))).toBeGreaterThan(
        1e-2,
      );
    }
  });

  it.each(['post', 'deepnorm', 'admin', 'b2t'])('%s: a common factor on the stream and the branch', (placement) => {
    const model = pairModel(placement, 'layer', exact('layer'));
    const keys = customKeys(model);
    const rename = (key: string) => keys.get(key) ?? key;
    expectSame(
      model,
      asCustom(model, (plan) => ({ ...plan, sumScale: 6 })),
      { rename, tolerance: 1e-10 },
    );
    const pre = pairModel('pre', 'layer', exact('layer'));
    expect(() =>
      expectSame(
        pre,
        asCustom(pre, (plan) => ({ ...plan, sumScale: 6 })),
      ),
    ).toThrow();
  });

  it('LayerNorm: a number added to every feature of the stream; RMSNorm sees it', () => {
    for (const [id, sees] of [
      ['layer', false],
      ['rms', true],
    ] as const) {
      const built = buildTiny(pairModel('pre', id, exact(id)));
      const table = Float64Array.from(built.feeds['token_embedding.weight'] as Float64Array, (value) => value + 3);
      const shifted = { ...built, feeds: { ...built.feeds, 'token_embedding.weight': table } };
      const error = relativeError(tapValue(shifted, 'layers.0.attn.branch_in'), tapValue(built, 'layers.0.attn.branch_in'));
      if (sees) expect(error).toBeGreaterThan(0.1);
      else expect(error).toBeLessThan(1e-10);
    }
  });

  it.each([
    ['post', 'stream_out'],
    ['sandwich', 'write'],
    ['branch-out', 'write'],
  ] as const)('%s: with gains of 1 each token of %s has mean square 1', (placement, tap) => {
    for (const id of ['layer', 'rms']) {
      const built = buildTiny(pairModel(placement, id, exact(id)));
      const feeds = Object.fromEntries(
        Object.entries(built.feeds).map(([key, data]) => {
          if (/norm\.weight$/.test(key)) return [key, new Float64Array(data.length).fill(1)];
          return [key, /norm\.bias$/.test(key) ? new Float64Array(data.length) : data];
        }),
      );
      const values = tapValue({ ...built, feeds }, `layers.1.ffn.${tap}`);
      for (let token = 0; token < values.length / tiny.dModel; token++) {
        const row = values.slice(token * tiny.dModel, (token + 1) * tiny.dModel);
        expect(row.reduce((a, b) => a + b * b, 0) / tiny.dModel).toBeCloseTo(1, 9);
      }
    }
  });
});

/** Every normalizer: its equation by hand, and what it says of axes, causality, evaluation, invariance and epsilon is what it does. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { OptionSpec } from '../../src/core/options.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { add, mul, sum } from '../../src/graph/math.ts';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import type { Normalizer } from '../../src/model/normalizer/types.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { armWarnings } from '../../src/study/describe.ts';
import { type BuiltTiny, buildTiny, numbersOf, pairModel, tapValue, tiny } from '../helper/model.ts';
import { fromRows, handNorms, loneNorm, optionsOf, toRows } from '../helper/norm.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

const [batchSize, seqLen, features] = [2, 3, 8];
const tokens = batchSize * seqLen;
const x = randomData([tokens, features], 'x', [-1, 3]);

/** Options away from their defaults, in turn: what is not tested at its default is tested here. */
function variants({ id, options }: Normalizer): ModelConfig['normalizer'][] {
  const others = (spec: OptionSpec): unknown[] => {
    if (spec.kind === 'flag') return [!spec.default];
    if (spec.kind === 'choice') return spec.choices.filter((choice) => choice !== spec.default);
    return spec.integer ? [2] : [0.6];
  };
  // Beside a choice numbers are moved too: where they are small it may say nothing.
  const numbers = (name: string) => Object.entries(options).filter(([other, { kind }]) => other !== name && kind === 'number');
  const beside = (name: string, { kind }: OptionSpec) =>
    Object.fromEntries(kind === 'choice' ? numbers(name).map(([other, spec]) => [other, others(spec)[0]]) : []);
  return [
    { id },
    ...Object.entries(options).flatMap(([name, spec]) => others(spec).map((value) => ({ id, [name]: value, ...beside(name, spec) }))),
  ];
}

const ours = (choice: ModelConfig['normalizer'], input: Float64Array, more: { train?: boolean; step?: number } = {}): Float64Array => {
  const { y, feeds } = loneNorm(choice, [input.length / features, features], { seqLen, ...more });
  return numbersOf(y, { ...feeds, x: input });
};

function byHand(choice: ModelConfig['normalizer'], input: Float64Array, { train = true, step = 3 } = {}): Float64Array {
  const { feeds } = loneNorm(choice, [input.length / features, features], { seqLen, train, step });
  const hand = handNorms[choice.id] as NonNullable<(typeof handNorms)[string]>;
  const eps = choice.eps ?? normalizers.get(choice.id).eps;
  const stored = (name: string) => Array.from(feeds[`norm.${name}`] as Float64Array);
  return fromRows(hand({ rows: toRows(input, features), stored, eps, seqLen, train, step, options: optionsOf(choice) }));
}

it('each has an equation by hand', () => {
  expect(Object.keys(handNorms).sort()).toEqual([...normalizers.ids].sort());
});

describe.each(normalizers.members)('$id', (normalizer) => {
  const { id, eps, epsAt, axes, causal, trainEvalDiffers, invariant } = normalizer;

  it.each(variants(normalizer).map((choice) => [JSON.stringify(choice), choice] as const))('follows its equation: %s', (_text, choice) => {
    for (const own of [eps, 0.1, 3]) {
      for (const train of [true, false]) {
        for (const step of [1, 2, 3, 200]) {
          const given = { ...choice, eps: own };
          const error = relativeError(ours(given, x, { train, step }), byHand(given, x, { train, step }));
          expect(error, `eps ${own}, train ${train}, step ${step}`).toBeLessThan(1e-12);
        }
      }
    }
  });

  it.runIf(epsAt !== 'none')('uses the epsilon it declares, and the one the model gives', () => {
    const text = (own: number | undefined) =>
      print(program({ loss: buildTiny({ ...tiny, normalizer: { id, ...(own !== undefined && { eps: own }) } }).loss }));
    expect(text(undefined)).toBe(text(eps));
    expect(text(0.125)).not.toBe(text(eps));
    expect(text(0.125)).toContain('0.125');
  });

  it.runIf(epsAt === 'none')('has no epsilon to use', () => {
    const text = (own: number) => print(program({ loss: buildTiny({ ...tiny, normalizer: { id, eps: own } }).loss }));
    expect(text(0.125)).toBe(text(0.5));
    expect(eps).toBe(0);
  });

  // Rows of one magnitude r and mean 0 have variance, mean square and length of their own: the place of ε shows in the size of y.
  it.runIf(epsAt !== 'none')(`has ε ${epsAt} the root`, () => {
    // ± r in turn, whatever the axes: groups, sequences, the batch, half the features.
    const signs = (flat: number) => ((Math.floor(flat / features) + (flat % features)) % 2 === 0 ? 1 : -1);
    const size = (r: number, own: number): number => {
      const even = Float64Array.from({ length: 4 * features }, (_, flat) => r * signs(flat));
      const { y, scope, feeds } = loneNorm({ id, eps: own }, [4, features], { seqLen: 4, train: true });
      const ones = [...scope.parameters].map(([key, { spec }]) => {
        const { initial } = spec;
        return [
          key,
          new Float64Array(spec.shape[0] as number).fill(key.endsWith('weight') && spec.shape[0] === 1 ? 1 : (initial as number)),
        ] as const;
      });
      const values = numbersOf(y, { ...feeds, ...Object.fromEntries(ones), x: even });
      expect(new Set([...values].map((value) => Math.abs(value).toPrecision(10))).size, 'one size everywhere').toBe(1);
      return Math.abs(values[0] as number);
    };
    const norm = Math.sqrt(features);
    const expected: Readonly<Record<string, (r: number, own: number) => number>> = {
      inside: (r, own) => r / Math.sqrt(r * r + own),
      outside: (r, own) => r / (r + own),
      clamp: (r, own) => r / Math.max(r * norm, own),
      // Brought to 8 first; ψ of what is already divided by its own RMS.
      cogview: (_r, own) => 8 / Math.sqrt(64 + own),
      power: (r, own) => {
        const first = r / Math.sqrt(r * r + own);
        return first / Math.sqrt(first * first + own);
      },
    };
    const formula = (expected[id] ?? expected[epsAt]) as (r: number, own: number) => number;
    for (const [r, own] of [
      [1e-3, 1e-5],
      [1, 0.5],
      [2, 3],
      [1e-3, 100],
    ] as const) {
      expect(size(r, own) / formula(r, own), `r ${r}, ε ${own}`).toBeCloseTo(1, 9);
    }
  });

  it(`takes its statistic over ${axes.join(' and ') || 'nothing'}`, () => {
    // What an element's statistic is taken over: elements that agree with it in every axis but those.
    const at = (flat: number) => {
      const token = Math.floor(flat / features);
      return { batch: Math.floor(token / seqLen), position: token % seqLen, feature: flat % features };
    };
    const base = ours({ id }, x);
    const watched = 1 * features + 2;
    for (let flat = 0; flat < x.length; flat++) {
      if (flat === watched) continue;
      const moved = Float64Array.from(x);
      moved[flat] = (moved[flat] as number) + 0.7;
      const [there, here] = [at(flat), at(watched)];
      const differ = (['batch', 'position', 'feature'] as const).filter((axis) => there[axis] !== here[axis]);
      const inside = differ.every((axis) => axes.includes(axis));
      const change = Math.abs((ours({ id }, moved)[watched] as number) - (base[watched] as number));
      // A group or the first share is part of the features; PowerNorm's prescaling looks at one token's features besides.
      const partOfFeatures = ['group', 'prms'].includes(id) && differ.join() === 'feature';
      if (id === 'power') continue;
      if (!inside) expect(change, JSON.stringify(there)).toBe(0);
      else if (!partOfFeatures) expect(change, JSON.stringify(there)).toBeGreaterThan(1e-6);
    }
  });

  it('says scale invariance only where it is', () => {
    const perToken = Float64Array.from(x, (value, flat) => value * (Math.floor(flat / features) === 1 ? 7 : 1));
    const error = relativeError(ours({ id, eps: 1e-14 }, perToken), ours({ id, eps: 1e-14 }, x));
    if (invariant.scale) expect(error).toBeLessThan(1e-10);
    else expect(error).toBeGreaterThan(1e-2);
  });

  it('says shift invariance only where it is', () => {
    const shifted = Float64Array.from(x, (value, flat) => value + (Math.floor(flat / features) === 1 ? 5 : 0));
    const error = relativeError(ours({ id, eps: 1e-14 }, shifted), ours({ id, eps: 1e-14 }, x));
    // CogView's maximum moves with the shift, and only ε notices.
    if (invariant.shift) expect(error).toBeLessThan(1e-10);
    else expect(error).toBeGreaterThan(1e-2);
  });

  it('stays finite on a constant input', () => {
    for (const value of id === 'cogview' ? [2] : [0, 2]) {
      const flat = ours({ id }, new Float64Array(tokens * features).fill(value));
      expect([...flat].every(Number.isFinite), String(value)).toBe(true);
    }
  });

  it('reads gains and shifts feature by feature', () => {
    const { y, scope, feeds } = loneNorm({ id }, [tokens, features], { seqLen });
    const gain = scope.parameters.get('norm.weight');
    if (!gain) {
      expect(['layer-plain', 'rms-plain', 'l2']).toContain(id);
      expect(scope.parameters.size).toBe(0);
      return;
    }
    const plain = numbersOf(y, { ...feeds, x });
    const bias = feeds['norm.bias'] ?? new Float64Array(features);
    const offset = id.endsWith('1p') ? 1 : 0;
    const old = feeds['norm.weight'] as Float64Array;
    const next = randomData(gain.spec.shape, 'other gain');
    const factor = (feature: number) =>
      ((next[feature % next.length] as number) + offset) / ((old[feature % old.length] as number) + offset);
    const scaled = numbersOf(y, { ...feeds, x, 'norm.weight': next });
    const expected = plain.map(
      (value, flat) => (value - (bias[flat % features] as number)) * factor(flat % features) + (bias[flat % features] as number),
    );
    expect(relativeError(scaled, expected)).toBeLessThan(1e-12);
  });

  it('starts with a gain of 1, or what its site asks', () => {
    for (const gain of [1, 0, 0.25]) {
      const { y, scope, feeds } = loneNorm({ id }, [tokens, features], { seqLen, site: gain === 1 ? {} : { gain } });
      const starts = [...scope.parameters].map(
        ([key, { spec }]) => [key, new Float64Array(spec.shape[0] as number).fill(spec.initial as number)] as const,
      );
      const normed = numbersOf(y, { ...feeds, ...Object.fromEntries(starts), x });
      const whole = loneNorm({ id }, [tokens, features], { seqLen });
      const plain = [...whole.scope.parameters].map(
        ([key, { spec }]) => [key, new Float64Array(spec.shape[0] as number).fill(spec.initial as number)] as const,
      );
      const full = numbersOf(whole.y, { ...whole.feeds, ...Object.fromEntries(plain), x });
      const has = scope.parameters.has('norm.weight');
      const expected = full.map((value) => value * (has ? gain : 1));
      expect(relativeError(normed, expected), `gain ${gain}`).toBeLessThan(1e-12);
    }
  });

  const model = pairModel('pre', id);

  /** Logits of all tokens but the last, before and after the last token changes. */
  function earlierLogits(own: ModelConfig, train: boolean) {
    const built = buildTiny(own, { train, batchSize: 1 });
    const changed = Int32Array.from(built.feeds.tokens as Int32Array);
    const last = changed.length - 1;
    changed[last] = ((changed[last] as number) + 1) % own.vocabSize;
    const earlier = (feeds: BuiltTiny['feeds']) => tapValue({ ...built, feeds }, 'logits').slice(0, last * own.vocabSize);
    return [earlier(built.feeds), earlier({ ...built.feeds, tokens: changed })] as const;
  }

  it(`${causal ? 'keeps later tokens out of' : 'lets later tokens into'} earlier ones while training, and warns of it`, () => {
    const own = id === 'power' ? { ...model, normalizer: { id, warmupSteps: 10 } } : model;
    const [before, after] = earlierLogits(own, true);
    if (causal) expect(after).toEqual(before);
    else expect(relativeError(before, after)).toBeGreaterThan(1e-4);
    expect(armWarnings(model, 'en').length).toBe(causal ? 0 : 1);
    expect(armWarnings({ ...model, architecture: 'encoder' }, 'en')).toEqual([]);
    expect(armWarnings({ ...model, architecture: 'encoder-decoder' }, 'en').length).toBe(causal ? 0 : 1);
  });

  // Running statistics do not look at the text; a norm that evaluates as it trains leaks as it trains.
  it(`${causal || trainEvalDiffers ? 'keeps later tokens out of' : 'lets later tokens into'} earlier ones in evaluation`, () => {
    const [before, after] = earlierLogits(model, false);
    if (causal || trainEvalDiffers) expect(after).toEqual(before);
    else expect(relativeError(before, after)).toBeGreaterThan(1e-4);
  });

  it(`evaluates ${trainEvalDiffers ? 'otherwise than' : 'as'} it trains`, () => {
    const logits = (train: boolean) => tapValue(buildTiny(model, { train }), 'logits');
    if (trainEvalDiffers) expect(relativeError(logits(true), logits(false))).toBeGreaterThan(1e-3);
    else expect(logits(true)).toEqual(logits(false));
  });

  it('carries a running value if and only if evaluation differs', () => {
    const { states } = buildTiny(model).scope;
    expect(states.size > 0).toBe(trainEvalDiffers);
    const moves = (key: string) => buildTiny(model).scope.gradientStates.has(key);
    for (const [key, { tensor, next }] of states) expect(next !== tensor || moves(key), key).toBe(true);
    for (const { tensor, next } of buildTiny(model, { train: false }).scope.states.values()) expect(next).toBe(tensor);
  });

  it('changes the graph with every option', () => {
    const text = (choice: ModelConfig['normalizer']) => {
      const { scope, loss } = buildTiny({ ...model, normalizer: choice });
      const starts = [...scope.parameters.values()].map(({ spec }) => [spec.key, spec.initial]);
      const gradientNext = [...scope.gradientStates].map(
        ([key, { of, next }]) => [`next:${key}`, next(gradient(loss, [of])[0] as Tensor)] as const,
      );
      const next = [...scope.states]
        .filter(([key]) => !scope.gradientStates.has(key))
        .map(([key, state]) => [`next:${key}`, state.next] as const);
      return print(program({ loss, ...Object.fromEntries([...next, ...gradientNext]) })) + JSON.stringify(starts);
    };
    const texts = variants(normalizer).map(text);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('PowerNorm', () => {
  const options = { id: 'power', groups: 2, warmupSteps: 2, forward: 0.7, backward: 0.8 };

  it('prescales by features of one group of the same token, then divides by the feature over the batch', () => {
    const base = ours(options, x, { step: 1 });
    const moved = Float64Array.from(x);
    moved[3 * features] = (moved[3 * features] as number) + 0.7;
    const changed = [...ours(options, moved, { step: 1 })].flatMap((value, flat) => (value === base[flat] ? [] : [flat]));
    // Token 3's group of features 0–3 by itself; the same features everywhere through the statistic.
    expect(new Set(changed.map((flat) => flat % features))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(changed.map((flat) => Math.floor(flat / features))).size).toBe(tokens);
  });

  /** ψ after each of some steps, all on the same batch. */
  it('averages ψ plainly while warming up, and forgets exponentially from then on', () => {
    const scaled = toRows(x, features).map((row) =>
      row.map((value, i) => {
        const own = row.slice(i < 4 ? 0 : 4, i < 4 ? 4 : 8);
        return value / Math.sqrt(own.reduce((total, one) => total + one * one, 0) / 4 + 1e-5);
      }),
    );
    const now = scaled.reduce((total, row) => total + (row[0] as number) ** 2, 0) / tokens;
    let expected = 1;
    let phi = new Float64Array(features).fill(1);
    for (let step = 1; step <= 5; step++) {
      const { scope, feeds } = loneNorm(options, [tokens, features], { seqLen, step });
      const state = scope.states.get('norm.running_phi');
      phi = Float64Array.from(numbersOf((state as NonNullable<typeof state>).next, { ...feeds, x, 'norm.running_phi': phi }));
      // Shen et al.: below warmup_iters the plain average over steps so far enters; ψ then forgets.
      const start = step < options.warmupSteps ? (expected * (step - 1)) / step + now / step : expected;
      expected = options.forward * start + (1 - options.forward) * now;
      expect(phi[0], `step ${step}`).toBeCloseTo(expected, 12);
    }
  });

  it('gives ν the place of the gradient through the statistic, and moves ν by what is left', () => {
    const { x: input, y, scope, feeds } = loneNorm(options, [tokens, features], { seqLen, step: 1 });
    const upstream = randomData([tokens, features], 'upstream');
    const loss = sum(mul(y, y.node.graph.constant(upstream, [tokens, features])));
    const whole = scope.lossTerms.reduce((total, term) => add(total, term), loss);
    const moved = scope.gradientStates.get('norm.ema_gz') as NonNullable<ReturnType<typeof scope.gradientStates.get>>;
    const [dx, dz] = gradient(whole, [input, moved.of]) as [Tensor, Tensor];
    const own = { ...feeds, x };
    const [nu, gain] = [feeds['norm.ema_gz'], feeds['norm.weight']] as [Float64Array, Float64Array];

    // By hand, token by token: g = dL/dz, what is passed on is (g − (1 − α)·ν·z) / √(ψ + ε), through x̂ = x / r of the group.
    const groupOf = (row: readonly number[], i: number) => row.slice(i < 4 ? 0 : 4, i < 4 ? 4 : 8);
    const rms = (row: readonly number[], i: number) => Math.sqrt(groupOf(row, i).reduce((total, one) => total + one * one, 0) / 4 + 1e-5);
    const scaled = toRows(x, features).map((row) => row.map((value, i) => value / rms(row, i)));
    const psi = Array.from({ length: features }, (_, i) => scaled.reduce((total, row) => total + (row[i] as number) ** 2, 0) / tokens);
    const z = scaled.map((row) => row.map((value, i) => value / Math.sqrt((psi[i] as number) + 1e-5)));
    const left = toRows(upstream, features).map((row, token) =>
      row.map((g, i) => g * (gain[i] as number) - (1 - options.backward) * (nu[i] as number) * ((z[token] as number[])[i] as number)),
    );
    const passed = left.map((row) => row.map((g, i) => g / Math.sqrt((psi[i] as number) + 1e-5)));
    const expected = passed.map((row, token) => {
      const [hat, from] = [scaled[token] as number[], toRows(x, features)[token] as number[]];
      const along = row.map((g, i) => g * (hat[i] as number));
      return row.map((g, i) => (g - (hat[i] as number) * (groupOf(along, i).reduce((a, b) => a + b, 0) / 4)) / rms(from, i));
    });
    expect(relativeError(numbersOf(dx, own), fromRows(expected))).toBeLessThan(1e-12);

    const next = numbersOf(moved.next(dz), own);
    const drift = nu.map(
      (value, i) =>
        value + left.reduce((total, row, token) => total + (row[i] as number) * ((z[token] as number[])[i] as number), 0) / tokens,
    );
    expect(relativeError(next, drift)).toBeLessThan(1e-12);
  });
});

it.each(['group', 'power'])('%s refuses groups that do not divide the width, and says which do', (id) => {
  expect(() => buildTiny(pairModel('pre', 'layer', { normalizer: { id, groups: 3 } }))).toThrow(UserError);
  expect(() => buildTiny(pairModel('pre', 'layer', { normalizer: { id, groups: 3 } }))).toThrow('8 features cannot be cut into 3');
});

describe('the running statistics of batch norm', () => {
  it('move a tenth of the way to the mean and the unbiased variance of the batch', () => {
    const built = buildTiny(pairModel('pre', 'batch'));
    const stream = tapValue(built, 'embed.out');
    const count = stream.length / tiny.dModel;
    const values = Array.from({ length: count }, (_, token) => stream[token * tiny.dModel] as number);
    const mean = values.reduce((a, b) => a + b, 0) / count;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (count - 1);
    const next = (key: string) => {
      const state = built.scope.states.get(key);
      return [built.feeds[key]?.[0] as number, state && numbersOf(state.next, built.feeds)[0]] as const;
    };
    const [oldMean, newMean] = next('layers.0.attn.input_norm.running_mean');
    const [oldVariance, newVariance] = next('layers.0.attn.input_norm.running_var');
    expect(newMean).toBeCloseTo(0.9 * oldMean + 0.1 * mean, 12);
    expect(newVariance).toBeCloseTo(0.9 * oldVariance + 0.1 * variance, 12);
  });

  it('begin at 0 and 1', () => {
    const states = [...buildTiny(pairModel('sandwich', 'batch')).scope.states.values()].map(({ spec }) => spec);
    for (const { key, initial } of states) expect(initial, key).toBe(key.endsWith('running_var') ? 1 : 0);
  });
});

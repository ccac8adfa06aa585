/** Every normalizer: its epsilon sits under the root, and what it says of causality and of evaluation is what it does. */
import { describe, expect, it } from 'vitest';
import { print } from '../../src/graph/print.ts';
import { program } from '../../src/graph/program.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { buildTiny, everyPair, numbersOf, pairModel, tapValue, tiny } from '../helper/model.ts';
import { handNorms, inGraph } from '../helper/norm.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

const features = 6;
const x = randomData([5, features], 'x', [-1, 3]);
const affine = { weight: randomData([features], 'gain', [0.5, 1.5]), bias: randomData([features], 'shift') };

describe.each(normalizers.members)('$id', ({ id, eps }) => {
  const hand = handNorms[id];

  // Without an equation by hand in test/helper/norm.ts a new member is judged by what follows alone.
  it.runIf(hand)('follows its equation, epsilon under the root', () => {
    for (const own of [eps, 0.1, 3]) {
      const expected = hand?.(x, features, affine, own) as Float64Array;
      expect(relativeError(inGraph(id)(x, features, affine, own), expected), `eps ${own}`).toBeLessThan(1e-13);
    }
  });

  it('uses the epsilon it declares, and the one the model gives', () => {
    const text = (own: number | undefined) =>
      print(program({ loss: buildTiny({ ...tiny, normalizer: { id, ...(own !== undefined && { eps: own }) } }).loss }));
    expect(text(undefined)).toBe(text(eps));
    expect(text(0.125)).not.toBe(text(eps));
    expect(text(0.125)).toContain('0.125');
  });

  it('gains scale each feature and nothing else', () => {
    const ones = new Float64Array(features).fill(1);
    const plain = inGraph(id)(x, features, { weight: ones }, eps);
    const scaled = inGraph(id)(x, features, { weight: affine.weight }, eps);
    const expected = plain.map((value, flat) => value * (affine.weight[flat % features] as number));
    expect(relativeError(scaled, expected)).toBeLessThan(1e-13);
  });

  it('stays finite on a constant input', () => {
    const flat = inGraph(id)(new Float64Array(5 * features), features, affine, eps);
    expect([...flat].every(Number.isFinite)).toBe(true);
  });
});

describe.each(everyPair)('%s × %s', (placement, normalizer) => {
  const { causal, trainEvalDiffers } = normalizers.get(normalizer);
  const model = pairModel(placement, normalizer);

  /** Logits of all tokens but the last, before and after the last token changes. */
  function earlierLogits(train: boolean) {
    const built = buildTiny(model, { train, batchSize: 1 });
    const tokens = Int32Array.from(built.feeds.tokens as Int32Array);
    const last = tokens.length - 1;
    tokens[last] = ((tokens[last] as number) + 1) % model.vocabSize;
    const earlier = (feeds: typeof built.feeds) => tapValue({ ...built, feeds }, 'logits').slice(0, last * model.vocabSize);
    return [earlier(built.feeds), earlier({ ...built.feeds, tokens })] as const;
  }

  it(`${causal ? 'keeps later tokens out of' : 'lets later tokens into'} earlier ones while training, as it says`, () => {
    const [before, after] = earlierLogits(true);
    if (causal) expect(after).toEqual(before);
    else expect(relativeError(before, after)).toBeGreaterThan(1e-4);
  });

  it('keeps later tokens out of earlier ones in evaluation', () => {
    const [before, after] = earlierLogits(false);
    expect(after).toEqual(before);
  });

  it(`evaluates ${trainEvalDiffers ? 'otherwise than' : 'as'} it trains, as it says`, () => {
    const logits = (train: boolean) => tapValue(buildTiny(model, { train }), 'logits');
    if (trainEvalDiffers) expect(relativeError(logits(true), logits(false))).toBeGreaterThan(1e-3);
    else expect(logits(true)).toEqual(logits(false));
  });

  it('carries a running value if and only if evaluation differs', () => {
    const { states } = buildTiny(model).scope;
    expect(states.size > 0).toBe(trainEvalDiffers);
    for (const { tensor, next } of states.values()) expect(next).not.toBe(tensor);
    for (const { tensor, next } of buildTiny(model, { train: false }).scope.states.values()) expect(next).toBe(tensor);
  });
});

describe('invariances at a vanishing epsilon', () => {
  const eps = 1e-14;
  const normed = (id: string, change: (value: number) => number) => inGraph(id)(x.map(change), features, affine, eps);
  const plain = (id: string) => normed(id, (value) => value);

  it.each(['layer', 'rms', 'batch'])('%s does not see a common scale', (id) => {
    expect(
      relativeError(
        normed(id, (value) => 7 * value),
        plain(id),
      ),
    ).toBeLessThan(1e-11);
  });
  it.each(['layer', 'batch'])('%s does not see a common shift', (id) => {
    expect(
      relativeError(
        normed(id, (value) => value + 5),
        plain(id),
      ),
    ).toBeLessThan(1e-11);
  });
  it('rms sees a common shift', () => {
    expect(
      relativeError(
        normed('rms', (value) => value + 5),
        plain('rms'),
      ),
    ).toBeGreaterThan(0.1);
  });
});

describe('the running statistics of batch norm', () => {
  it('move a tenth of the way to the mean and the unbiased variance of the batch', () => {
    const built = buildTiny(pairModel('pre', 'batch'));
    const stream = tapValue(built, 'embed.out');
    const tokens = stream.length / tiny.dModel;
    const column = Array.from({ length: tokens }, (_, token) => stream[token * tiny.dModel] as number);
    const mean = column.reduce((a, b) => a + b, 0) / tokens;
    const variance = column.reduce((total, value) => total + (value - mean) ** 2, 0) / (tokens - 1);
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

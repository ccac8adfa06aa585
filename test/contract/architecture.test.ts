/** Every architecture: its places, what each position may see, and what the whole computes, against a reference of a few lines. */
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/graph/gradient.ts';
import { add, mul, slice, sum } from '../../src/graph/math.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { architectures } from '../../src/model/architecture/index.ts';
import { placesOf } from '../../src/model/place.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import { addRows, Hand, type Rows } from '../helper/hand.ts';
import { type BuiltTiny, buildTiny, crossModel, numbersOf, pairModel, tapValue, tiny } from '../helper/model.ts';
import { fromRows } from '../helper/norm.ts';
import { relativeError } from '../helper/numeric.ts';

const modelOf = (architecture: string, more: Partial<ModelConfig> = {}): ModelConfig =>
  architecture === 'encoder-decoder' ? crossModel('pre', 'layer', more) : pairModel('pre', 'layer', { architecture, ...more });

describe.each(architectures.members)('$id', ({ id, stacks, title }) => {
  it('has places in order, with what a plan may ask of them', () => {
    const shape = { ...tiny, architecture: id, nLayers: 3, nEncoderLayers: 2, dModel: 8, nHeads: 2 };
    const places = placesOf(shape);
    const own = stacks(shape);
    expect(places.length).toBe(own.reduce((total, { depth, sublayers }) => total + depth * sublayers.length, 0));
    expect(new Set(places.map(({ key }) => key)).size).toBe(places.length);
    for (const stack of own) {
      const inside = places.filter((place) => place.stack === stack.id);
      inside.forEach((place, i) => {
        expect(place).toMatchObject({ index: i, count: inside.length, depth: stack.depth, dModel: 8, dHead: 4 });
        expect(place.layer).toBe(Math.floor(i / stack.sublayers.length));
        expect(place.sublayer).toBe(stack.sublayers[i % stack.sublayers.length]);
        expect(place.block).toBe(`${stack.prefix}layers.${place.layer}`);
        expect(place.key).toBe(`${place.block}.${place.sublayer}`);
        expect([place.encoderDepth, place.decoderDepth]).toEqual(
          ['encoder', 'decoder'].map((side) => own.find((other) => other.id === side)?.depth ?? 0),
        );
      });
    }
    expect(title.en && title.zh).toBeTruthy();
  });

  it('lets a position see what it says, and nothing else', () => {
    const causal = stacks(tiny).at(-1)?.causal as boolean;
    const built = buildTiny(modelOf(id), { batchSize: 1 });
    const { vocabSize, seqLen } = tiny;
    for (let moved = 0; moved < seqLen; moved++) {
      const tokens = Int32Array.from(built.feeds.tokens as Int32Array);
      tokens[moved] = ((tokens[moved] as number) + 1) % vocabSize;
      const [before, after] = [tapValue(built, 'logits'), tapValue({ ...built, feeds: { ...built.feeds, tokens } }, 'logits')];
      for (let at = 0; at < seqLen; at++) {
        const row = (values: Float64Array) => values.slice(at * vocabSize, (at + 1) * vocabSize);
        const sees = !causal || moved <= at;
        if (sees) expect(relativeError(row(after), row(before)), `${at} sees ${moved}`).toBeGreaterThan(1e-6);
        else expect(row(after), `${at} sees ${moved}`).toEqual(row(before));
      }
    }
  });

  it('keeps the sequences of a batch apart', () => {
    const built = buildTiny(modelOf(id), { batchSize: 2 });
    const flip = (name: string, length: number) => {
      const ids = Int32Array.from(built.feeds[name] as Int32Array);
      for (let i = length; i < 2 * length; i++) ids[i] = 1 + ((ids[i] as number) % 7);
      return ids;
    };
    const changed = { ...built.feeds, tokens: flip('tokens', tiny.seqLen), ...(id === 'encoder-decoder' && { source: flip('source', 5) }) };
    const half = tiny.seqLen * tiny.vocabSize;
    const [before, after] = [tapValue(built, 'logits'), tapValue({ ...built, feeds: changed }, 'logits')];
    expect(after.slice(0, half)).toEqual(before.slice(0, half));
    expect(after.slice(half)).not.toEqual(before.slice(half));
  });

  it('is never told its targets but by the loss', () => {
    const built = buildTiny(modelOf(id));
    const targets = Int32Array.from(built.feeds.targets as Int32Array, (target) => (target + 1) % tiny.classes);
    expect(tapValue({ ...built, feeds: { ...built.feeds, targets } }, 'logits')).toEqual(tapValue(built, 'logits'));
  });
});

describe('an encoder and a decoder', () => {
  const model = crossModel('pre', 'layer', { activation: 'relu', nEncoderLayers: 3, nLayers: 2 });
  const built = buildTiny(model, { batchSize: 1 });
  const ids = (source: readonly number[]): BuiltTiny => ({ ...built, feeds: { ...built.feeds, source: Int32Array.from(source) } });

  it('let every target position see every token of the source', () => {
    const before = tapValue(ids([1, 2, 3, 4, 5]), 'logits');
    for (let at = 0; at < 5; at++) {
      const source = [1, 2, 3, 4, 5];
      source[at] = 7;
      const after = tapValue(ids(source), 'logits');
      for (let row = 0; row < tiny.seqLen; row++) {
        const cut = (values: Float64Array) => values.slice(row * tiny.vocabSize, (row + 1) * tiny.vocabSize);
        expect(relativeError(cut(after), cut(before)), `${row} sees ${at}`).toBeGreaterThan(1e-6);
      }
    }
  });

  it('nobody looks at padding: what stands at its places does not count', () => {
    const padded = ids([1, 2, 3, 0, 0]);
    const table = padded.feeds['encoder.position_embedding.weight'] as Float64Array;
    const moved = table.map((value, flat) => (flat >= 3 * tiny.dModel ? 1 - 2 * value * value : value));
    const after = { ...padded, feeds: { ...padded.feeds, 'encoder.position_embedding.weight': moved } };
    expect(relativeError(tapValue(after, 'logits'), tapValue(padded, 'logits'))).toBeLessThan(1e-14);
    const whole = { ...ids([1, 2, 3, 4, 4]), feeds: { ...ids([1, 2, 3, 4, 4]).feeds, 'encoder.position_embedding.weight': moved } };
    expect(relativeError(tapValue(whole, 'logits'), tapValue(ids([1, 2, 3, 4, 4]), 'logits'))).toBeGreaterThan(1e-3);
  });

  it('a source of padding alone still gives numbers', () => {
    expect([...tapValue(ids([0, 0, 0, 0, 0]), 'logits')].every(Number.isFinite)).toBe(true);
  });

  it.each([false, true])('compute the equations of Vaswani et al., with the norm first: %s', (first) => {
    const own = { ...model, placement: { id: first ? 'pre' : 'post' } };
    const { feeds, ...rest } = buildTiny(own, { batchSize: 1 });
    const hand = new Hand(own, feeds);
    const closed = Array.from(feeds.source as Int32Array, (token) => token === 0);
    const around = (key: string, x: Rows, f: (x: Rows) => Rows): Rows =>
      first ? addRows(x, f(hand.norm(`${key}.input_norm`, x))) : hand.norm(`${key}.exit_norm`, addRows(x, f(x)));
    let memory = hand.embedded(feeds.source as Int32Array, 5, 'encoder.');
    for (let layer = 0; layer < 3; layer++) {
      const key = `encoder.layers.${layer}`;
      memory = around(`${key}.attn`, memory, (x) => hand.attention(`${key}.attn`, x, { closed }));
      memory = around(`${key}.ffn`, memory, (x) => hand.ffn(`${key}.ffn`, x));
    }
    if (first) memory = hand.norm('encoder.final_norm', memory);
    let stream = hand.embedded(feeds.tokens as Int32Array, tiny.seqLen, 'decoder.');
    for (let layer = 0; layer < 2; layer++) {
      const key = `decoder.layers.${layer}`;
      stream = around(`${key}.attn`, stream, (x) => hand.attention(`${key}.attn`, x, { causal: true }));
      stream = around(`${key}.cross`, stream, (x) => hand.attention(`${key}.cross`, x, { memory, closed }));
      stream = around(`${key}.ffn`, stream, (x) => hand.ffn(`${key}.ffn`, x));
    }
    if (first) stream = hand.norm('decoder.final_norm', stream);
    expect(relativeError(tapValue({ ...rest, feeds }, 'logits'), fromRows(hand.head(stream)))).toBeLessThan(1e-12);
  });

  it('have depths of their own', () => {
    const keys = [...built.scope.parameters.keys()];
    const blocks = (side: string) => new Set(keys.flatMap((key) => key.match(new RegExp(`^${side}\\.layers\\.\\d+`))?.[0] ?? [])).size;
    expect([blocks('encoder'), blocks('decoder')]).toEqual([3, 2]);
  });
});

it.each(['decoder', 'encoder'])('a %s whose sequences are read as a whole answers with the mean of its positions', (architecture) => {
  const model = modelOf(architecture, { readout: 'sequence', classes: 3 });
  const built = buildTiny(model);
  const [last, head] = [tapValue(built, 'final.out'), built.feeds['head.weight'] as Float64Array];
  const expected = Float64Array.from({ length: 2 * 3 }, (_, flat) => {
    const [n, c] = [Math.floor(flat / 3), flat % 3];
    let total = 0;
    for (let t = 0; t < model.seqLen; t++)
      for (let j = 0; j < 8; j++) total += ((last[(n * model.seqLen + t) * 8 + j] as number) * (head[c * 8 + j] as number)) / model.seqLen;
    return total;
  });
  expect(relativeError(tapValue(built, 'logits'), expected)).toBeLessThan(1e-12);
});

it('weights of the loss: a position of weight 0 does not count, the others as they are weighed', () => {
  const built = buildTiny(modelOf('decoder'), { batchSize: 1 });
  const at = (weights: number[]) => numbersOf(built.loss, { ...built.feeds, weights: Float64Array.from(weights) })[0] as number;
  const each = [0, 1, 2, 3].map((i) => at([0, 1, 2, 3].map((j) => (i === j ? 1 : 0))));
  expect(at([0.5, 0, 0.2, 0.3])).toBeCloseTo(0.5 * (each[0] as number) + 0.2 * (each[2] as number) + 0.3 * (each[3] as number), 12);
  const logits = tapValue(built, 'logits');
  const first = Array.from(logits.slice(0, 9));
  const target = (built.feeds.targets as Int32Array)[0] as number;
  expect(each[0]).toBeCloseTo(Math.log(first.reduce((total, value) => total + Math.exp(value), 0)) - (first[target] as number), 12);
});

// Museum: nothing of a later token reaches an earlier one, not even through a gradient.
it('the gradient of the first answer of a decoder touches the first token alone', () => {
  const { scope, feeds } = buildTiny(modelOf('decoder'), { batchSize: 1 });
  const [logits, start] = [scope.taps.get('logits'), scope.taps.get('embed.out')] as [Tensor, Tensor];
  const own = slice(logits, 0, 0, 1);
  const [slope] = gradient(sum(mul(own, add(own, 1))), [start]) as [Tensor];
  const values = numbersOf(slope, feeds);
  expect(Math.hypot(...values.slice(0, 8))).toBeGreaterThan(1e-6);
  expect(Math.hypot(...values.slice(8))).toBe(0);
});

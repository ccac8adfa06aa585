/** Every function of a scale, learnable values and values that change with the step: as numbers, in the graph, and in their gradients. */
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/graph/gradient.ts';
import { mul, type Operand, sum } from '../../src/graph/math.ts';
import { newGraph } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { placesOf } from '../../src/model/place.ts';
import { placements } from '../../src/model/placement/index.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import { type ScaleField, scaleFields } from '../../src/model/placement/types.ts';
import { call, learned, ramp, step } from '../../src/model/scale/build.ts';
import { functionSpec, type ScaleFunction, scaleFunctions } from '../../src/model/scale/functions.ts';
import { learnedIn } from '../../src/model/scale/learned.ts';
import { printFactor, printScale } from '../../src/model/scale/print.ts';
import { scaled, scaleOperand } from '../../src/model/scale/tensor.ts';
import type { Scale } from '../../src/model/scale/types.ts';
import { valueAt } from '../../src/model/scale/value.ts';
import { Scope } from '../../src/model/scope.ts';
import { buildTiny, numbersOf, pairModel, tapValue } from '../helper/model.ts';
import { relativeError, slopeAlong, watch } from '../helper/numeric.ts';
import { scaleAt } from '../helper/scale.ts';

const names = Object.keys(scaleFunctions) as ScaleFunction[];
const isTensor = (x: Operand): x is Tensor => typeof x !== 'number';

/** Points inside the domain of each, on both sides of kinks. */
const points: readonly (readonly [number, number])[] = [
  [0.3, 0.7],
  [1.7, 0.4],
  [2.5, 3],
  [0.9, 2],
];

describe.each(names)('%s', (f) => {
  const spec = functionSpec(f);

  it('of numbers is a number at once', () => {
    for (const [a, b] of points) expect(spec.arity === 1 ? call(f, a) : call(f, a, b)).toBe(spec.number(a, b));
  });

  it.runIf(f !== 'floor')('of learnable values and the step is in the graph what it is by hand, with the right slope', () => {
    for (const [a, b] of points) {
      const second: Scale = f === 'pow' ? b : step;
      const scale = spec.arity === 1 ? call(f, learned('a', a)) : call(f, learned('a', a), second);
      const scope = new Scope(newGraph(), { train: true, dropout: 0 });
      const tensor = scaleOperand({ scope, key: 'k', block: 'b', lengths: { scalar: 1, feature: 1, head: 1 } }, scale);
      if (!isTensor(tensor)) throw new Error('a number came out');
      const feeds = { 'k.a': Float64Array.of(a), step: Float64Array.of(b) };
      expect(numbersOf(tensor, feeds)[0]).toBeCloseTo(scaleAt(scale, { key: 'k', block: 'b' }, feeds, 0), 12);
      expect(valueAt(scale, b)).toBeCloseTo(numbersOf(tensor, feeds)[0] as number, 12);
      const total = sum(tensor);
      const parameter = scope.parameters.get('k.a')?.tensor as Tensor;
      const [slope] = gradient(total, [parameter]) as [Tensor];
      const expected = slopeAlong(watch(total, feeds), 'k.a', Float64Array.of(1));
      expect(numbersOf(slope, feeds)[0], `${f} at ${a}, ${b}`).toBeCloseTo(expected, 6);
    }
  });

  it.runIf(f !== 'floor' && f !== 'pow')('takes numbers on either side of a tensor', () => {
    if (spec.arity === 1) return;
    const build = (scale: Scale) => {
      const scope = new Scope(newGraph(), { train: true, dropout: 0 });
      const tensor = scaleOperand({ scope, key: 'k', block: 'b', lengths: { scalar: 1, feature: 1, head: 1 } }, scale);
      return numbersOf(tensor as Tensor, { 'k.a': Float64Array.of(0.75), step: Float64Array.of(1) })[0];
    };
    expect(build(call(f, learned('a', 1), 2))).toBeCloseTo(spec.number(0.75, 2), 12);
    expect(build(call(f, 2, learned('a', 1)))).toBeCloseTo(spec.number(2, 0.75), 12);
  });
});

describe('learnable values', () => {
  const site = (scope: Scope) => ({ scope, key: 'layers.0.ffn', block: 'layers.0', lengths: { scalar: 1, feature: 8, head: 2 } });

  it('are as many as their shape says, under the key of the sublayer or the block, with their start', () => {
    const scope = new Scope(newGraph(), { train: true, dropout: 0 });
    scaleOperand(site(scope), learned('one', 0.5));
    scaleOperand(site(scope), learned('each', 2, { shape: 'feature' }));
    scaleOperand(site(scope), learned('heads', 3, { shape: 'head' }));
    scaleOperand(site(scope), learned('both', 4, { shared: true }));
    const found = [...scope.parameters.values()].map(({ spec }) => [spec.key, spec.shape, spec.initial, spec.role]);
    expect(found).toEqual([
      ['layers.0.ffn.one', [1], 0.5, 'scale'],
      ['layers.0.ffn.each', [8], 2, 'scale'],
      ['layers.0.ffn.heads', [2], 3, 'scale'],
      ['layers.0.both', [1], 4, 'scale'],
    ]);
  });

  it('per feature run along the last axis of what they scale, however wide', () => {
    const graph = newGraph();
    const scope = new Scope(graph, { train: true, dropout: 0 });
    const x = graph.input('x', [2, 3]);
    const y = scaled(site(scope), x, learned('g', 1, { shape: 'feature' }));
    const values = numbersOf(y, { x: Float64Array.of(1, 1, 1, 2, 2, 2), 'layers.0.ffn.g': Float64Array.of(1, 10, 100) });
    expect([...values]).toEqual([1, 10, 100, 2, 20, 200]);
  });

  it('a factor of 1, or none, leaves the tensor itself', () => {
    const graph = newGraph();
    const scope = new Scope(graph, { train: true, dropout: 0 });
    const x = graph.input('x', [2, 3]);
    expect(scaled(site(scope), x, 1)).toBe(x);
    expect(scaled(site(scope), x, undefined)).toBe(x);
  });

  it.each(placements.ids)('of %s begin where its plan says, and are all of its learnable values', (id) => {
    const model = pairModel(id, 'layer');
    const { plan, frame } = readPlacement(model);
    const { scope } = buildTiny(model);
    const asked = new Map<string, number>(
      placesOf(model).flatMap((place) =>
        (Object.keys(scaleFields) as ScaleField[]).flatMap((field) =>
          learnedIn(plan(place)[field]).map(
            ({ name, initial, shared }) => [`${shared ? place.block : place.key}.${name}`, initial] as const,
          ),
        ),
      ),
    );
    for (const { name, initial } of learnedIn(frame.logitScale)) asked.set(name, initial);
    const found = [...scope.parameters.values()].filter(({ spec }) => spec.role === 'scale' && !spec.key.includes('.stream_'));
    expect(new Map(found.map(({ spec }) => [spec.key, spec.initial]))).toEqual(asked);
    const starts: Readonly<Record<string, number>> = { layerscale: 0.1, rezero: 0, skipinit: 0, fixup: 1, gpas: 0, normformer: 1 };
    const expected = starts[id];
    if (expected !== undefined) expect([...asked.values()], id).toContain(expected);
  });
});

/** Learnable values of two blocks, as the papers count them: d = 8 features, 2 heads. */
const counted: Readonly<Record<string, readonly string[]>> = {
  rezero: ['layers.0.resweight [1]', 'layers.1.resweight [1]'],
  skipinit: ['layers.0.attn.alpha [1]', 'layers.0.ffn.alpha [1]', 'layers.1.attn.alpha [1]', 'layers.1.ffn.alpha [1]'],
  gpas: ['layers.0.gate [1]', 'layers.1.gate [1]'],
  layerscale: ['layers.0.attn.gamma [8]', 'layers.0.ffn.gamma [8]', 'layers.1.attn.gamma [8]', 'layers.1.ffn.gamma [8]'],
  admin: ['layers.0.attn.omega [8]', 'layers.0.ffn.omega [8]', 'layers.1.attn.omega [8]', 'layers.1.ffn.omega [8]'],
  normformer: [
    'layers.0.attn.head_scale [2]',
    'layers.0.ffn.residual_scale [8]',
    'layers.1.attn.head_scale [2]',
    'layers.1.ffn.residual_scale [8]',
  ],
  fixup: ['attn', 'ffn'].flatMap((kind) =>
    [0, 1].flatMap((layer) => ['input_shift', 'inner_shift', 'multiplier'].map((name) => `layers.${layer}.${kind}.${name} [1]`)),
  ),
  ngpt: [
    ...[0, 1].flatMap((layer) => [
      `layers.${layer}.attn.alpha [8]`,
      `layers.${layer}.attn.qk_scale [8]`,
      `layers.${layer}.ffn.alpha [8]`,
      `layers.${layer}.ffn.hidden_scale [12]`,
    ]),
    'logit_scale [9]',
  ],
};

const learnedOf = (id: string): string[] =>
  [...buildTiny(pairModel(id, 'layer')).scope.parameters.values()].flatMap(({ spec }) =>
    spec.role === 'scale' ? [`${spec.key} [${spec.shape}]`] : [],
  );

it.each(Object.keys(counted))('%s has as many learnable values as its paper counts', (id) => {
  expect(learnedOf(id).sort()).toEqual([...(counted[id] ?? [])].sort());
});

it.each(placements.members.filter(({ id, written }) => !written && id !== 'hyper-connections'))(
  '$id learns what its published equation names, and nothing else',
  ({ id, about }) => {
    const words = new Set(about?.equation.split(/[^\p{L}\p{N}_]+/u));
    const names = learnedOf(id).map((value) => value.replace(/ .*/, '').replace(/.*\./, ''));
    // The factor on the logits stands behind the blocks, which the equation is of.
    expect(names.filter((name) => !words.has(name) && name !== 'logit_scale')).toEqual([]);
  },
);

describe('values that change with the step', () => {
  it('a ramp is 0 before the first step, straight, and 1 from its last on', () => {
    expect([0, 1, 5, 10, 11, 1e6].map((moment) => valueAt(ramp(10), moment))).toEqual([0, 0.1, 0.5, 1, 1, 1]);
  });

  it.each([1, 7, 20, 40, 1000])('ProRes and BranchNorm at step %i', (moment) => {
    for (const [id, at] of [
      ['prores', (layer: number) => Math.min(moment / (20 * (layer + 1)), 1)],
      ['branchnorm', () => Math.min(moment / 20, 1)],
    ] as const) {
      const model = pairModel(id, 'layer', { placement: { id, rampSteps: 20 } });
      const built = buildTiny(model, { step: moment });
      for (const { key, layer } of placesOf(model)) {
        const expected = tapValue(built, `${key}.branch_out`).map((value) => value * at(layer));
        expect(relativeError(tapValue(built, `${key}.write`), expected), key).toBeLessThan(1e-13);
      }
    }
  });

  it('are read from one input, only by models that ask for it', () => {
    const inputs = (id: string) =>
      buildTiny(pairModel(id, 'layer')).loss.node.graph.nodes.filter(({ op, attributes }) => op === 'input' && attributes.name === 'step')
        .length;
    expect(inputs('prores')).toBe(1);
    expect(inputs('pre')).toBe(0);
  });

  it('do not let a gradient reach the step', () => {
    const graph = newGraph();
    const scope = new Scope(graph, { train: true, dropout: 0 });
    const x = graph.input('x', [2]);
    const y = sum(mul(x, scaleOperand({ scope, key: 'k', block: 'b', lengths: { scalar: 1, feature: 1, head: 1 } }, ramp(4))));
    expect([...numbersOf(gradient(y, [x])[0] as Tensor, { x: Float64Array.of(1, 2), step: Float64Array.of(1) })]).toEqual([0.25, 0.25]);
  });
});

describe('print', () => {
  it.each([
    [0.5, '0.5', '0.5·'],
    [1, '1', ''],
    [-2, '−2', '(−2)·'],
    [1 / 3, '0.333333', '0.333333·'],
    [learned('gamma', 1), 'gamma', 'gamma·'],
    [call('sub', 1, learned('a', 1)), '1 − a', '(1 − a)·'],
    [call('mul', 2, call('add', learned('a', 1), 1)), '2·(a + 1)', '2·(a + 1)·'],
    [call('sub', 1, call('sub', learned('a', 1), 1)), '1 − (a − 1)', '(1 − (a − 1))·'],
    [call('div', 1, call('div', step, 4)), '1/(t/4)', '1/(t/4)·'],
    [call('pow', call('pow', learned('a', 1), 2), 3), '(a^2)^3', '(a^2)^3·'],
    [call('min', call('div', step, 4), 1), 'min(t/4, 1)', 'min(t/4, 1)·'],
  ] as const)('%j', (scale, text, factor) => {
    expect(printScale(scale as Scale)).toBe(text);
    expect(printFactor(scale as Scale)).toBe(factor);
  });
});

/** Every placement with every normalizer: the graph does what the plan says, every parameter counts, and the equation tells the truth. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { tanh } from '../../src/graph/math.ts';
import { print } from '../../src/graph/print.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import { diagram } from '../../src/model/diagram.ts';
import { equation } from '../../src/model/equation.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placements } from '../../src/model/placement/index.ts';
import type { NormSite, SublayerPlan } from '../../src/model/placement/types.ts';
import { Scope } from '../../src/model/scope.ts';
import { sublayer } from '../../src/model/sublayer.ts';
import { sublayerTap } from '../../src/model/taps.ts';
import { sublayerKinds } from '../../src/model/types.ts';
import { type BuiltTiny, buildTiny, everyPair, gradientOf, lossOf, numbersOf, pairModel, tapValue, tiny } from '../helper/model.ts';
import { normalize } from '../helper/norm.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

const depth = tiny.nLayers;
const sites = ['entry', 'input', 'output', 'exit'] as const;

const everyPlan = (placement: string) =>
  Array.from({ length: depth }, (_, layer) =>
    sublayerKinds.map((kind) => ({ layer, kind, plan: placements.get(placement).plan({ layer, depth, sublayer: kind }) })),
  ).flat();

const times = (x: Float64Array, factor: number | undefined) => x.map((value) => value * (factor ?? 1));
const plus = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + (b[i] as number));

/** Norm parameters that a plan asks for, by place. */
const normKeys = (placement: string): string[] => [
  ...everyPlan(placement).flatMap(({ layer, kind, plan }) =>
    sites.filter((site) => plan[site]).map((site) => `layers.${layer}.${kind}.${site}_norm.weight`),
  ),
  ...(placements.get(placement).finalNorm ? ['final_norm.weight'] : []),
];

describe.each(everyPair)('%s × %s', (placement, normalizer) => {
  const model = pairModel(placement, normalizer);

  function handNorm({ feeds }: BuiltTiny, site: NormSite | undefined, key: string, x: Float64Array): Float64Array {
    if (!site) return x;
    const own = site.normalizer ?? normalizer;
    const affine = { weight: feeds[`${key}.weight`] as Float64Array, bias: feeds[`${key}.bias`] as Float64Array };
    return normalize(own, x, tiny.dModel, affine, normalizers.get(own).eps);
  }

  it('obeys the law of the stream at every tap', () => {
    const built = buildTiny(model);
    const read = (name: string) => tapValue(built, name);
    const same = (name: string, expected: Float64Array) => expect(relativeError(read(name), expected), name).toBeLessThan(1e-12);
    let before = 'embed.out';
    for (const { layer, kind, plan } of everyPlan(placement)) {
      const tap = (name: Parameters<typeof sublayerTap>[2]) => sublayerTap(layer, kind, name);
      const norm = (site: (typeof sites)[number], x: Float64Array) =>
        handNorm(built, plan[site], `layers.${layer}.${kind}.${site}_norm`, x);
      same(tap('stream_in'), read(before));
      const stream = norm('entry', read(tap('stream_in')));
      same(tap('branch_in'), times(norm('input', stream), plan.inputScale));
      same(tap('write'), times(norm('output', read(tap('branch_out'))), plan.branchScale));
      same(tap('identity'), times(stream, plan.streamScale));
      same(tap('sum'), plus(read(tap('identity')), read(tap('write'))));
      same(tap('stream_out'), norm('exit', read(tap('sum'))));
      before = tap('stream_out');
    }
    same('final.in', read(before));
    const { finalNorm } = placements.get(placement);
    same('final.out', handNorm(built, finalNorm ? {} : undefined, 'final_norm', read('final.in')));
  });

  it('has a norm exactly where the plan and the final norm say, and nowhere else', () => {
    const { scope } = buildTiny(model);
    const found = [...scope.parameters.values()].filter(({ spec }) => spec.role === 'norm-weight').map(({ spec }) => spec.key);
    expect(found.sort()).toEqual(normKeys(placement).sort());
  });

  it('has the matrices and biases of every block, each its own', () => {
    const branch = ['attn.qkv', 'attn.out', 'ffn.fc1', 'ffn.fc2'].flatMap((name) => [`${name}.weight`, `${name}.bias`]);
    const expected = Array.from({ length: depth }, (_, layer) => branch.map((name) => `layers.${layer}.${name}`)).flat();
    const specs = [...buildTiny(model).scope.parameters.values()].map(({ spec }) => spec);
    const found = specs.filter(({ role }) => !role.startsWith('norm')).map(({ key }) => key);
    expect(found.sort()).toEqual([...expected, 'head.weight', 'position_embedding.weight', 'token_embedding.weight'].sort());
    for (const { key, layer } of specs)
      expect(layer === undefined ? '' : `layers.${layer}.`, key).toBe(/^layers\.\d+\./.exec(key)?.[0] ?? '');
  });

  // Running statistics stand still in evaluation, so that no shift is normalized away: there every parameter must count.
  it('lets every parameter move the loss', () => {
    const built = buildTiny(model, { train: false });
    expect(deaf(built, () => true)).toEqual([]);
  });

  it('lets every matrix and every gain move the training loss', () => {
    const built = buildTiny(model);
    expect(deaf(built, (key) => !key.endsWith('bias'))).toEqual([]);
  });

  it('gives the key bias alone no gradient', () => {
    const built = buildTiny(model);
    const bias = gradientOf(built, 'layers.0.attn.qkv.bias');
    const length = (part: number) => Math.hypot(...bias.slice(part * tiny.dModel, (part + 1) * tiny.dModel));
    expect(length(0)).toBeGreaterThan(1e-6);
    expect(length(1)).toBeLessThan(1e-14);
  });

  it('notices when any two gains change places', () => {
    const built = buildTiny(model);
    const keys = normKeys(placement);
    const loss = lossOf(built);
    for (const [i, a] of keys.entries()) {
      for (const b of keys.slice(i + 1)) {
        const swapped = lossOf(built, { [a]: built.feeds[b] as Float64Array, [b]: built.feeds[a] as Float64Array });
        expect(Math.abs(swapped - loss), `${a} and ${b}`).toBeGreaterThan(1e-7);
      }
    }
  });
});

/** Parameters whose gradient vanishes as a whole. */
function deaf({ loss, scope, feeds }: BuiltTiny, asked: (key: string) => boolean): string[] {
  const entries = [...scope.parameters].filter(([key]) => asked(key));
  const gradients = evaluate(
    gradient(
      loss,
      entries.map(([, { tensor }]) => tensor),
    ),
    feeds,
  );
  return entries.map(([key]) => key).filter((_, i) => Math.hypot(...(gradients[i] as Float64Array)) < 1e-8);
}

/** A plan that no placement has yet, with everything a plan can say. */
const everything: SublayerPlan = {
  entry: {},
  input: { normalizer: 'rms' },
  output: {},
  exit: {},
  inputScale: 0.5,
  branchScale: 3,
  streamScale: 2,
};

it('a sublayer does all that a plan can say, in this order', () => {
  const graph = newGraph();
  const scope = new Scope(graph, true, 0);
  const x = graph.input('x', [3, tiny.dModel]);
  const y = sublayer(scope, tiny, everything, { layer: 0, kind: 'ffn' }, x, (branchIn) => tanh(branchIn));
  const feeds = Object.fromEntries(
    [...scope.parameters].map(([key, { spec }]) => [key, randomData(spec.shape, key, [0.5, 1.5])] as const),
  ) as Record<string, Float64Array>;
  feeds.x = randomData(x.shape, 'x');
  const norm = (id: string, site: string, value: Float64Array) => {
    const key = `layers.0.ffn.${site}_norm`;
    const affine = { weight: feeds[`${key}.weight`], bias: feeds[`${key}.bias`] };
    return normalize(id, value, tiny.dModel, affine, normalizers.get(id).eps);
  };
  const stream = norm('layer', 'entry', feeds.x);
  const branch = times(norm('rms', 'input', stream), 0.5).map(Math.tanh);
  const sum = plus(times(stream, 2), times(norm('layer', 'output', branch), 3));
  expect(relativeError(numbersOf(y, feeds), norm('layer', 'exit', sum))).toBeLessThan(1e-13);
  expect(Object.keys(feeds)).toHaveLength(4 + 3 + 1);
});

describe('equations', () => {
  it.each([
    ['post', 'layer', 'x ← LN(x + F(x))'],
    ['pre', 'layer', 'x ← x + F(LN(x))'],
    ['sandwich', 'layer', 'x ← x + LN(F(LN(x)))'],
    ['post', 'rms', 'x ← RMS(x + F(x))'],
    ['sandwich', 'batch', 'x ← x + BN(F(BN(x)))'],
  ])('%s with %s', (placement, normalizer, expected) => {
    expect(equation(placements.get(placement).plan({ layer: 0, depth, sublayer: 'attn' }), normalizer)).toBe(expected);
  });

  it('write every part of the plan type', () => {
    expect(equation(everything, 'layer')).toBe('x ← LN(2·LN(x) + 3·LN(F(0.5·RMS(LN(x)))))');
    expect(equation({}, 'layer')).toBe('x ← x + F(x)');
  });

  it.each(everyPair)('%s with %s counts as many norms as the plan has, and so does the diagram', (placement, normalizer) => {
    for (const { plan } of everyPlan(placement)) {
      // A norm at the entry feeds both ways and is written twice.
      const written = sites.flatMap((site) => (plan[site] ? (site === 'entry' ? [site, site] : [site]) : []));
      const symbols = new Set(normalizers.members.map(({ symbol }) => symbol));
      const found = equation(plan, normalizer)
        .split(/[^\p{L}]+/u)
        .filter((word) => symbols.has(word));
      expect(found.length).toBe(written.length);
      const boxes = Object.values(diagram(plan, normalizer, 'F'))
        .flat()
        .filter(({ kind }) => kind === 'norm');
      expect(boxes.length).toBe(sites.filter((site) => plan[site]).length);
    }
  });
});

it('no two placements or normalizers make the same graph', () => {
  const texts = everyPair.map((pair) => print(program({ loss: buildTiny(pairModel(...pair)).loss })));
  expect(new Set(texts).size).toBe(texts.length);
});

it.each(placements.members)('$id has a plan at every place of every depth, and says where it comes from', ({ plan, paper, title }) => {
  for (const at of [1, 2, 24]) {
    for (let layer = 0; layer < at; layer++)
      for (const sublayer of sublayerKinds) expect(plan({ layer, depth: at, sublayer })).toBeTypeOf('object');
  }
  expect(plan({ layer: 1, depth: 3, sublayer: 'ffn' })).toEqual(plan({ layer: 1, depth: 3, sublayer: 'ffn' }));
  expect(title).not.toBe('');
  expect(paper.url).toMatch(/^https:\/\//);
});

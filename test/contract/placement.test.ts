/** Every placement: the graph does what the plan says, every parameter counts, and the equation tells the truth. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { evaluate } from '../../src/engine/reference.ts';
import { gradient } from '../../src/graph/gradient.ts';
import { sum, tanh } from '../../src/graph/math.ts';
import { print } from '../../src/graph/print.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { verify } from '../../src/graph/verify.ts';
import { diagram } from '../../src/model/diagram.ts';
import { equation, equations, modelEquation } from '../../src/model/equation.ts';
import { normalizers } from '../../src/model/normalizer/index.ts';
import { placesOf } from '../../src/model/place.ts';
import { checkPlacement } from '../../src/model/placement/check.ts';
import { placements } from '../../src/model/placement/index.ts';
import { readPlacement } from '../../src/model/placement/read.ts';
import { type NormField, normFields, type ScaleField, type SublayerPlan, scaleFields } from '../../src/model/placement/types.ts';
import { plain } from '../../src/model/residual/plain.ts';
import { learnedIn } from '../../src/model/scale/learned.ts';
import { printScale } from '../../src/model/scale/print.ts';
import { Scope } from '../../src/model/scope.ts';
import type { Site } from '../../src/model/site.ts';
import { sublayer } from '../../src/model/sublayer.ts';
import type { ModelConfig, Place } from '../../src/model/types.ts';
import { parseRun } from '../../src/spec/parse.ts';
import {
  type BuiltTiny,
  buildTiny,
  crossing,
  crossModel,
  everyPair,
  gradientOf,
  lossOf,
  normalizerPairs,
  numbersOf,
  pairModel,
  placementPairs,
  tapValue,
  tiny,
} from '../helper/model.ts';
import { fromRows, handNorms, toRows } from '../helper/norm.ts';
import { randomData, relativeError } from '../helper/numeric.ts';
import { plus, StreamLaw } from '../helper/stream.ts';

const normSites = Object.keys(normFields) as NormField[];
const scaleSites = Object.keys(scaleFields) as ScaleField[];

/** Keys of every stored number of a norm, as the normalizer itself has them. */
const storedOf = (normalizer: string): string[] => {
  const { scope } = buildTiny(pairModel('post', normalizer));
  const prefix = 'layers.0.attn.exit_norm.';
  return [...scope.parameters.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
};

/** What a plan asks for beside the matrices of the branches: norms and learnable values, by place. */
function askedKeys(model: ModelConfig): string[] {
  const { plan, frame } = readPlacement(model);
  const norm = (key: string, normalizer = model.normalizer.id) => storedOf(normalizer).map((name) => `${key}.${name}`);
  const stacks = [...new Set(placesOf(model).map(({ key }) => (key.match(/^(encoder|decoder)\./) ?? [''])[0] as string))];
  const keys = placesOf(model).flatMap((place) => {
    const own = plan(place);
    const norms = normSites.flatMap((site) => {
      const asked = own[site];
      return asked ? norm(`${asked.shared ? place.block : place.key}.${site}_norm`, asked.normalizer) : [];
    });
    const learned = scaleSites.flatMap((field) =>
      learnedIn(own[field]).map(({ name, shared }) => `${shared ? place.block : place.key}.${name}`),
    );
    const rule = frame.residual?.id;
    const mixing = rule === 'hyper' ? ['read', 'write', 'mix'].map((name) => `${place.key}.stream_${name}`) : [];
    return [...norms, ...learned, ...mixing, ...(rule === 'siamese' ? norm(`${place.key}.second_norm`) : [])];
  });
  const around = stacks.flatMap((prefix) => [
    ...(frame.finalNorm ? norm(`${prefix}final_norm`) : []),
    ...(frame.embeddingNorm ? norm(`${prefix}embedding_norm`, frame.embeddingNorm.normalizer) : []),
  ]);
  return [...new Set([...keys, ...around, ...learnedIn(frame.logitScale).map(({ name }) => name)])].sort();
}

const matrixKeys = (model: ModelConfig): string[] => {
  const names = { attn: ['qkv', 'out'], cross: ['q', 'kv', 'out'], ffn: ['fc1', 'fc2'] };
  const inside = placesOf(model).flatMap(({ key, sublayer: kind }) =>
    names[kind].flatMap((name) => [`${key}.${name}.weight`, `${key}.${name}.bias`]),
  );
  const tables = model.architecture === 'encoder-decoder' ? ['encoder.', 'decoder.'] : [''];
  return [...inside, 'head.weight', 'token_embedding.weight', ...tables.map((prefix) => `${prefix}position_embedding.weight`)].sort();
};

function obeysTheLaw(model: ModelConfig): void {
  const built = buildTiny(model);
  new StreamLaw(model, built).check((tap, expected) => {
    expect(relativeError(tapValue(built, tap), expected), tap).toBeLessThan(1e-11);
  });
}

describe.each(everyPair)('%s × %s', (placement, normalizer) => {
  const model = pairModel(placement, normalizer);

  it('obeys the law of the stream at every tap', () => obeysTheLaw(model));

  it('has a norm and a learnable value exactly where the plan says, and the matrices of every block', () => {
    const { scope } = buildTiny(model);
    const found = [...scope.parameters.keys()].sort();
    expect(found).toEqual([...askedKeys(model), ...matrixKeys(model)].sort());
    const names = [...scope.parameters.keys(), ...scope.states.keys(), ...scope.masks.map(({ name }) => name)];
    expect(new Set(names).size).toBe(names.length);
    for (const { spec } of scope.parameters.values()) {
      const block = /^(?:(?:en|de)coder\.)?layers\.\d+/.exec(spec.key)?.[0];
      expect(spec.place?.block, spec.key).toBe(block);
    }
  });
});

describe.each(placementPairs)('%s × %s', (placement, normalizer) => {
  const model = pairModel(placement, normalizer);

  // What is added to all keys of a head alike, softmax takes away.
  it('lets every parameter move the loss, but shifts of the keys', () => {
    const found = deaf(buildTiny(model), () => true);
    expect(found.filter((key) => !key.endsWith('k_norm.bias'))).toEqual([]);
  });

  it('notices when any two gains change places', () => {
    const built = buildTiny(model);
    const keys = [...built.scope.parameters.values()].filter(({ spec }) => spec.role === 'norm-weight').map(({ spec }) => spec.key);
    const shapeOf = (key: string) => built.scope.parameters.get(key)?.spec.shape.join();
    const loss = lossOf(built);
    for (const [i, a] of keys.entries()) {
      for (const b of keys.slice(i + 1)) {
        // Without shifts, (q ⊙ g)·(k ⊙ h) knows only the product of the gains.
        const onlyTheirProduct = b === a.replace('q_norm', 'k_norm') && normalizer === 'rms';
        if (shapeOf(a) !== shapeOf(b) || onlyTheirProduct) continue;
        const swapped = lossOf(built, { [a]: built.feeds[b] as Float64Array, [b]: built.feeds[a] as Float64Array });
        expect(Math.abs(swapped - loss), `${a} and ${b}`).toBeGreaterThan(1e-8);
      }
    }
  });
});

// A norm over a whole sequence or batch takes away what all of its tokens share: there only those biases are silent.
describe.each(normalizerPairs)('%s × %s', (placement, normalizer) => {
  it('lets every parameter move the loss, all but biases that the statistics take away', () => {
    const { axes } = normalizers.get(normalizer);
    const centred = axes.includes('position') && normalizer !== 'power';
    // Groups of two features leave nothing but their sign.
    const choice = { id: normalizer, ...(normalizer === 'group' && { groups: 2 }) };
    const built = buildTiny(pairModel(placement, normalizer, { normalizer: choice }));
    expect(deaf(built, (key) => !(centred && key.endsWith('bias')))).toEqual([]);
  });
});

it('gives the bias of the keys alone no gradient', () => {
  const bias = gradientOf(buildTiny(pairModel('post', 'layer')), 'layers.0.attn.qkv.bias');
  const length = (part: number) => Math.hypot(...bias.slice(part * tiny.dModel, (part + 1) * tiny.dModel));
  expect(length(0)).toBeGreaterThan(1e-6);
  expect(length(1)).toBeLessThan(1e-14);
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

describe.each(placements.members)('$id', (placement) => {
  const { id, paper, title, noCross } = placement;

  it.each(['decoder', 'encoder', ...(noCross ? [] : ['encoder-decoder'])])(
    'has a plan at every place of every depth in the %s, the same each time',
    (architecture) => {
      for (const depth of [1, 2, 3, 48]) {
        const shape = { ...tiny, architecture, nLayers: depth, nEncoderLayers: Math.ceil(depth / 2), placement: { id } };
        const [first, second] = [readPlacement(shape), readPlacement(shape)];
        for (const place of placesOf(shape)) {
          const plan = first.plan(Object.freeze(place));
          expect(JSON.parse(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(second.plan({ ...place }))));
          for (const field of Object.keys(plan)) expect([...normSites, ...scaleSites, 'from', 'identity', 'sumDetached']).toContain(field);
          for (const value of Object.values(first.constants(place))) expect(Number.isFinite(value)).toBe(true);
        }
        expect(() => checkPlacement({ ...tiny, ...shape })).not.toThrow();
      }
    },
  );

  it('says where it comes from', () => {
    expect(title.en).not.toBe('');
    expect(title.zh).not.toBe('');
    expect(paper.url).toMatch(/^https:\/\//);
    expect(paper.text).not.toBe('');
  });

  it.each([true, false])('takes a final norm of %s against its own', (finalNorm) => {
    const { scope } = buildTiny(pairModel(id, 'layer', { finalNorm }));
    expect(scope.parameters.has('final_norm.weight')).toBe(finalNorm);
    obeysTheLaw(pairModel(id, 'layer', { finalNorm }));
  });

  it.each([true, false])('takes an embedding norm of %s against its own', (embeddingNorm) => {
    const own = readPlacement(pairModel(id, 'layer')).frame.embeddingNorm;
    const built = buildTiny(pairModel(id, 'layer', { embeddingNorm }));
    const stored = embeddingNorm && own?.normalizer !== 'l2';
    expect(built.scope.parameters.has('embedding_norm.weight')).toBe(stored);
    const rms = Math.sqrt(tapValue(built, 'embed.out').reduce((a, b) => a + b * b, 0) / (2 * tiny.seqLen));
    if (embeddingNorm && own?.normalizer === 'l2') expect(rms).toBeCloseTo(1, 10);
  });

  it.runIf(noCross)('refuses cross-attention, and says what it is for', () => {
    const refused = () => parseRun({ model: { placement: id, architecture: 'encoder-decoder' }, task: 'translation' });
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(new RegExp(`${id}.*decoder or encoder`));
  });

  it.runIf(!noCross)('builds with cross-attention, keeps the law in both stacks, and lets every parameter count', () => {
    const model = crossModel(id, 'layer', { nEncoderLayers: 1 });
    const built = buildTiny(model);
    verify(program({ loss: built.loss }));
    expect([...built.scope.parameters.keys()].sort()).toEqual([...askedKeys(model), ...matrixKeys(model)].sort());
    expect(deaf(built, () => true)).toEqual([]);
    obeysTheLaw(model);
  });
});

/** A plan that no placement has, with everything that stands around a branch. */
const everything: SublayerPlan = {
  entry: {},
  input: { normalizer: 'rms' },
  output: { gain: 0.5 },
  exit: {},
  readScale: 4,
  inputScale: 0.5,
  inputShift: { kind: 'learned', name: 'u', initial: 0, shape: 'feature', shared: false },
  branchScale: { kind: 'call', f: 'div', arguments: [{ kind: 'step' }, 2] },
  streamScale: { kind: 'learned', name: 'w', initial: 1, shape: 'feature', shared: true },
  sumScale: { kind: 'learned', name: 'c', initial: 1, shape: 'scalar', shared: false },
  identity: ['stream', 'block'],
};

describe('a sublayer', () => {
  const place = placesOf(tiny)[1] as Place;
  const features = tiny.dModel;

  function build(plan: SublayerPlan) {
    const graph = newGraph();
    const scope = new Scope(graph, { train: true, dropout: 0 });
    const [x, block] = [graph.input('x', [3, features]), graph.input('block', [3, features])];
    const site: Site = { scope, config: tiny, place, plan, seqLen: 3, causal: true };
    const [y] = sublayer(site, { residual: plain, streams: [x], block }, (_site, branchIn) => tanh(branchIn));
    const drawn = [...scope.parameters].map(([key, { spec }]) => [key, randomData(spec.shape, key, [0.5, 1.5])] as const);
    const feeds: Record<string, Float64Array> = { ...Object.fromEntries(drawn), step: Float64Array.of(3) };
    feeds.x = randomData([3, features], 'x');
    feeds.block = randomData([3, features], 'block');
    return { scope, y: y as NonNullable<typeof y>, feeds };
  }

  const norm = (id: string, site: string, feeds: Record<string, Float64Array>, x: Float64Array) =>
    fromRows(
      (handNorms[id] as NonNullable<(typeof handNorms)[string]>)({
        rows: toRows(x, features),
        stored: (name) => Array.from(feeds[`layers.0.ffn.${site}_norm.${name}`] as Float64Array),
        eps: normalizers.get(id).eps,
        seqLen: 3,
        train: true,
        step: 3,
        options: {},
      }),
    );

  it('does all that a plan can say, in this order', () => {
    const { y, scope, feeds } = build(everything);
    const perFeature = (x: Float64Array, key: string) => x.map((value, i) => value * (feeds[key]?.[i % features] as number));
    const stream = norm('layer', 'entry', feeds, feeds.x as Float64Array);
    const read = norm(
      'rms',
      'input',
      feeds,
      stream.map((value) => 4 * value),
    );
    const received = read.map((value, i) => 0.5 * value + (feeds['layers.0.ffn.u']?.[i % features] as number));
    const write = norm('layer', 'output', feeds, received.map(Math.tanh)).map((value) => (3 / 2) * value);
    const sum = plus(perFeature(plus(stream, feeds.block as Float64Array), 'layers.0.w'), write);
    const c = feeds['layers.0.ffn.c']?.[0] as number;
    const expected = norm(
      'layer',
      'exit',
      feeds,
      sum.map((value) => c * value),
    );
    expect(relativeError(numbersOf(y, feeds), expected)).toBeLessThan(1e-13);
    expect(scope.parameters.get('layers.0.ffn.output_norm.weight')?.spec.initial).toBe(0.5);
  });

  it('reads the block where the plan says from', () => {
    const { y, feeds } = build({ from: 'block' });
    const expected = plus(feeds.x as Float64Array, (feeds.block as Float64Array).map(Math.tanh));
    expect(relativeError(numbersOf(y, feeds), expected)).toBeLessThan(1e-13);
  });

  it('keeps the block alone where the plan says so', () => {
    const { y, feeds } = build({ identity: ['block'] });
    const expected = plus(feeds.block as Float64Array, (feeds.x as Float64Array).map(Math.tanh));
    expect(relativeError(numbersOf(y, feeds), expected)).toBeLessThan(1e-13);
  });

  it('scales a detached sum as any other, and lets its gradient pass as if nothing scaled', () => {
    const [plainly, detached] = [build({ sumScale: 0.25 }), build({ sumScale: 0.25, sumDetached: true })];
    expect(relativeError(numbersOf(plainly.y, plainly.feeds), numbersOf(detached.y, detached.feeds))).toBeLessThan(1e-14);
    const slope = ({ y, feeds }: ReturnType<typeof build>): Float64Array => {
      const x = y.node.graph.input('x', [3, features]);
      return numbersOf(gradient(sum(y), [x])[0] as Tensor, feeds);
    };
    expect(relativeError(slope(detached), slope(build({})))).toBeLessThan(1e-14);
    expect(relativeError(slope(plainly), slope(build({})))).toBeGreaterThan(0.1);
  });
});

describe('equations', () => {
  it.each(placements.members.filter(({ written }) => !written))('of $id are what its paper writes', ({ id, about }) => {
    expect(modelEquation(pairModel(id, 'layer'))).toBe(about?.equation);
  });

  it('of a custom placement without rules is the bare sum', () => {
    expect(modelEquation(pairModel('custom', 'layer'))).toBe('x ← x + F(x)');
  });

  it('speak of the normalizer in its own symbol', () => {
    expect(modelEquation(pairModel('post', 'rms'))).toBe('x ← RMS(x + F(x))');
    expect(modelEquation(pairModel('sandwich', 'batch'))).toBe('x ← x + BN(F(BN(x)))');
  });

  it('write every part of a plan', () => {
    expect(equation(everything, 'layer')).toBe('x ← LN(c·(w·(LN(x) + x₀) + t/2·LN(F(0.5·RMS(4·LN(x)) + u))))');
    expect(equation({}, 'layer')).toBe('x ← x + F(x)');
  });

  it('speak of both stacks where they differ', () => {
    const lines = equations(crossModel('deepnorm', 'layer', { nEncoderLayers: 3 }));
    expect(lines.length).toBe(1);
    expect(lines[0]?.varying[0]?.letter).toBe('a');
    expect(new Set(lines[0]?.varying[0]?.values).size).toBe(2);
    const first = equations(crossModel('sub-ln', 'layer')).map(({ where, text }) => `${where}: ${text}`);
    expect(first).toEqual(
      ['attn, ffn: x ← x + W(LN(F(LN(x))))', 'cross: x ← x + F(LN(x))'].map((text) =>
        expect.stringContaining(text.slice(text.indexOf(':'))),
      ),
    );
  });

  it.each(placements.ids)('of %s have a line for every place, and every norm, factor and shift of its plan', (id) => {
    const model = pairModel(id, 'layer', { nLayers: 3 });
    const { plan } = readPlacement(model);
    const lines = equations(model);
    expect(lines.flatMap(({ places }) => places).length).toBe(placesOf(model).length);
    for (const { places, text, varying } of lines) {
      for (const place of places) {
        const own = plan(place);
        const symbols = new Set(normalizers.members.map(({ symbol }) => symbol));
        const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => symbols.has(word));
        const inner = ['q', 'k', 'v'].some((field) => own[field as 'q']) ? 1 : 0;
        const reads = own.entry
          ? (own.from === 'block' ? 0 : 1) + (own.identity ?? ['stream']).filter((origin) => origin === 'stream').length
          : 0;
        const around = (['input', 'inner', 'output', 'exit'] as const).filter((field) => own[field]).length;
        expect(words.length, text).toBe(reads + around + inner);
        for (const field of scaleSites) {
          const scale = own[field];
          if (scale === undefined || scale === 1) continue;
          const letter = varying.find(({ values }) => JSON.stringify(values).includes(JSON.stringify(scale)))?.letter;
          const written = printScale(scale);
          expect(text.includes(written) || (letter !== undefined && text.includes(letter)), `${field} of ${text}`).toBe(true);
        }
      }
    }
  });

  it.each(placements.ids)('of %s and their diagrams have the same norms', (id) => {
    const model = pairModel(id, 'layer');
    const { plan } = readPlacement(model);
    for (const place of placesOf(model)) {
      const own = plan(place);
      const { entry, branch, identity, exit, reads, keeps } = diagram(own, 'layer', 'F');
      const boxes = [...entry, ...branch, ...identity, ...exit].filter(({ kind }) => kind === 'norm');
      const around = (['entry', 'input', 'inner', 'output', 'exit'] as const).filter((field) => own[field]).length;
      expect(boxes.length).toBe(around);
      const inside = branch.flatMap(({ notes = [] }) => notes).join();
      for (const field of ['q', 'k', 'v'] as const)
        expect(new RegExp(`\\b${field}\\b.*←`).test(inside), field).toBe(own[field] !== undefined);
      expect(reads).toBe(own.from === 'block' ? 'x₀' : 'x');
      expect(keeps).toEqual((own.identity ?? ['stream']).map((origin) => (origin === 'block' ? 'x₀' : 'x')));
    }
  });
});

it('no two placements make the same graph, but those that differ in their initialisation alone', () => {
  const graphs = new Map<string, string[]>();
  for (const id of placements.ids) {
    const model = pairModel(id, 'layer', { nLayers: 4 });
    const { scope, loss } = buildTiny(model);
    const starts = JSON.stringify([...scope.parameters.values()].map(({ spec }) => [spec.key, spec.initial]));
    const text = `${print(program({ loss }))}${starts}`;
    graphs.set(text, [...(graphs.get(text) ?? []), id]);
  }
  expect([...graphs.values()].filter(({ length }) => length > 1)).toEqual([['none', 't-fixup']]);
});

it('no two normalizers make the same graph', () => {
  const texts = normalizers.ids.map(
    (id) =>
      print(program({ loss: buildTiny(pairModel('post', id)).loss })) +
      JSON.stringify([...buildTiny(pairModel('post', id)).scope.parameters.keys()]),
  );
  expect(new Set(texts).size).toBe(texts.length);
});

it('cross-attention is refused by the placements whose papers do not define it', () => {
  expect(placements.ids.filter((id) => !crossing.includes(id))).toEqual([
    'hybrid',
    'hybrid-star',
    'parallel',
    'parallel-two',
    'siamese',
    'ngpt',
  ]);
});

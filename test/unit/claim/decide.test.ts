/** Every claim on made-up numbers: in its favour, against it, and with nothing to go by. */
import { describe, expect, it } from 'vitest';
import { claims } from '../../../src/claim/index.ts';
import type { Numbers } from '../../../src/claim/types.ts';

/** Values by line: one for all sizes and seeds, or a function of the size. */
type Made = Readonly<Record<string, number | ((at: number) => number)>>;

interface Case {
  readonly for: Made;
  readonly against: Made;
  readonly sizes?: readonly number[];
}

const sizes = [4, 8, 16];

/** Four seeds that differ by a thousandth. */
const numbersOf = (made: Made, at: readonly number[] = sizes): Numbers => ({
  main: Object.entries(made).map(([id, value]) => ({
    id,
    cells: at.map((size) => {
      const level = typeof value === 'number' ? value : value(size);
      return { at: size, values: [0, 1, 2, 3].map((seed) => level * (1 + seed / 1000)) };
    }),
  })),
});

const lossOf = (id: string, than: string): Case => ({ for: { [id]: 1, [than]: 2 }, against: { [id]: 2, [than]: 1 } });
const power = (k: number) => (at: number) => at ** k;

const lnsElsewhere = (level: number): Made =>
  Object.fromEntries(['before-norm', 'after-branch', 'after-residual', 'attn-only', 'ffn-only'].map((place) => [`lns-${place}`, level]));

const cases: Readonly<Record<string, Case>> = {
  'post-gradient-vanishes': { for: { post: power(-1) }, against: { post: power(0) } },
  'post-dilutes-identity': { for: { post: -0.5 }, against: { post: -0.1 } },
  'post-dilutes-after-training': lossOf('post', 'pre'),
  'post-unstable-early': lossOf('pre', 'post'),
  'post-needs-warmup': lossOf('post, 30', 'post, 0'),
  'post-regularises': lossOf('post', 'pre'),
  'post-ends-better': lossOf('post', 'pre'),
  'pre-gradient-even': { for: { pre: 1.5 }, against: { pre: 4 } },
  'pre-gradient-bounded': { for: { pre: power(0) }, against: { pre: power(1) } },
  'identity-after-norm': { for: { entry: 1, post: 1 }, against: { entry: 1, post: 2 } },
  'pre-without-warmup': lossOf('pre, 0', 'pre, 30'),
  'pre-depth-for-width': lossOf('pre', 'post'),
  'pre-effective-depth': lossOf('pre', 'post'),
  'pre-angular-distance': lossOf('pre, block', 'pre, walk'),
  'pre-ends-worse': lossOf('post', 'pre'),
  'sandwich-bounds-activations': lossOf('sandwich', 'pre'),
  'sandwich-learns-better': { for: { sandwich: 1, pre: 2, post: 3 }, against: { sandwich: 2, pre: 1, post: 3 } },
  'sandwich-can-collapse': lossOf('sandwich', 'pre'),
  'large-models-prefer-pre': { for: { pre: 90, post: 10 }, against: { pre: 10, post: 90 } },
  'layernorm-removes-scale': { for: { scale: 1e-3, relation: 1e-4 }, against: { scale: 1e-3, relation: 0.5 } },
  'no-norm-fails': lossOf('pre', 'none'),
  'post-plain-fails': lossOf('pre', 'post-xavier'),
  'initialisation-mends-post': {
    for: { deepnorm: 1, admin: 1.5, 'post-xavier': 2 },
    against: { deepnorm: 1, admin: 2.5, 'post-xavier': 2 },
  },
  'batch-worse-on-text': lossOf('layer', 'batch'),
  'batch-fine-on-images': lossOf('batch', 'layer'),
  'rms-equals-layer': { for: { rms: 1.001, layer: 1 }, against: { rms: 1.5, layer: 1 } },
  'xiong-theorem-1': { for: { post: power(0), pre: power(-0.5) }, against: { post: power(0), pre: power(0) } },
  'xiong-lemma-2': { for: { pre: 1 }, against: { pre: 2 } },
  'admin-amplification': { for: { post: power(1), pre: power(0.2) }, against: { post: power(1), pre: power(1) } },
  'deepnorm-constant-update': { for: { deepnorm: power(0.1) }, against: { deepnorm: power(1) } },
  'deepnorm-wrong-sign-fails': lossOf('deepnorm', 'wrong-sign'),
  'lns-beats-pre': lossOf('lns', 'pre'),
  'mix-ln-u-curve': { for: { 'mix-0.25': 1, 'mix-0.5': 2, pre: 2 }, against: { 'mix-0.25': 2, 'mix-0.5': 1, pre: 3 } },
  'peri-linear-variance': { for: { sandwich: 1 }, against: { sandwich: 3 } },
  'keel-lr-ordering': {
    for: { post: 1, deepnorm: 2, hybrid: 3, 'mix-ln': 4, pre: 5, keel: 6 },
    against: { post: 6, deepnorm: 5, hybrid: 4, 'mix-ln': 3, pre: 2, keel: 1 },
  },
  'residual-without-warmup': lossOf('residual-dual, 0', 'residual-dual, 30'),
  'sandwich-one-unit': { for: { sandwich: 1 }, against: { sandwich: 2 } },
  'dyt-helps-little-data': lossOf('dyt', 'pre'),
  'dyt-hurts-much-data': lossOf('layer', 'dyt'),
  'start-small-init': lossOf('post-small-init', 'post-xavier'),
  'start-ds-init': lossOf('post-ds-init', 'post-xavier'),
  'start-depth-scaled': lossOf('post-depth-scaled', 'post-xavier'),
  'start-zero-output': lossOf('post-zero-output', 'post-xavier'),
  'start-deepnorm': lossOf('deepnorm', 'post-xavier'),
  'start-admin': lossOf('admin', 'post-xavier'),
  'start-t-fixup': lossOf('t-fixup', 'post-xavier'),
  'start-fixup': lossOf('fixup', 'post-xavier'),
  'pre-width-equal-parameters': { for: { pre: power(0.5) }, against: { pre: power(-0.5) } },
  'post-depth-equal-parameters': { for: { post: power(-1), pre: power(0) }, against: { post: power(0), pre: power(-1) } },
  'pre-width-equal-compute': { for: { pre: power(0.5) }, against: { pre: power(-0.5) } },
  'post-depth-equal-compute': { for: { post: power(-1), pre: power(0) }, against: { post: power(0), pre: power(-1) } },
  'sandwich-learned-gain': lossOf('sandwich', 'sandwich-frozen'),
  'sandwich-small-gain': lossOf('sandwich-small', 'sandwich'),
  'sandwich-embedding-norm': lossOf('peri', 'sandwich'),
  'pre-embedding-norm-worse': lossOf('pre', 'pre-embedding'),
  'l2-worse-than-layer': lossOf('layer', 'l2'),
  'scale-equals-layer': lossOf('scale', 'layer'),
  'derf-beats-dyt': lossOf('derf', 'dyt'),
  'power-beats-batch': lossOf('power', 'batch'),
  'admin-trains-deep': lossOf('admin', 'post'),
  'admin-beats-pre': lossOf('admin', 'pre'),
  'deepnorm-beats-pre': lossOf('deepnorm', 'pre'),
  'prores-helps-pre': lossOf('prores-pre', 'pre'),
  'prores-helps-post': lossOf('prores-post', 'post'),
  'lns-after-residual-fails': lossOf('lns', 'lns-after-residual'),
  'hybrid-beats-pre': lossOf('hybrid', 'pre'),
  'siamese-beats-pre': lossOf('siamese', 'pre'),
  'normformer-beats-pre': lossOf('normformer', 'pre'),
  'residual-beats-pre': lossOf('residual-dual', 'pre'),
  'layerscale-hurts-text': lossOf('pre', 'layerscale'),
  'scalenorm-without-warmup': lossOf('pre-scale, 0', 'pre-scale, 30'),
  'cogview-norm-same': { for: { 'sandwich-cogview': 1.001, sandwich: 1 }, against: { 'sandwich-cogview': 0.5, sandwich: 1 } },
  'plain-equals-layer': { for: { 'layer-plain': 1.001, layer: 1 }, against: { 'layer-plain': 0.5, layer: 1 } },
  'lns-before-norm-nothing': { for: { 'lns-before-norm': 1.001, pre: 1 }, against: { 'lns-before-norm': 0.5, pre: 1 } },
  'xiong-warmup-table': { for: { 'post, 300': 1.001, 'pre, 0': 1 }, against: { 'post, 300': 2, 'pre, 0': 1 } },
  'embedding-std-moves-pre': { for: { 'pre, 0.02': 1, 'pre, 0.632': 2 }, against: { 'pre, 0.02': 1, 'pre, 0.632': 1.001 } },
  'prores-ranking': {
    for: { lns: 1, sandwich: 2, deepnorm: 3, pre: 4, post: 5 },
    against: { lns: 5, sandwich: 4, deepnorm: 3, pre: 2, post: 1 },
  },
  'lns-place-best': {
    for: { lns: 1, ...lnsElsewhere(2) },
    against: { lns: 2, ...lnsElsewhere(3), 'lns-ffn-only': 1 },
  },
  'lns-scaled-init': {
    for: { 'lns, depth-scaled': 1, 'pre, depth-scaled': 1, 'lns, normal': 1, 'pre, normal': 2 },
    against: { 'lns, depth-scaled': 1, 'pre, depth-scaled': 3, 'lns, normal': 1, 'pre, normal': 2 },
  },
};

/** Every table a task. */
const overTasks = (best: readonly string[]): Numbers =>
  Object.fromEntries(
    best.map((winner, task) => [
      `task-${task}`,
      numbersOf(Object.fromEntries(['post', 'pre', 'sandwich'].map((id) => [id, id === winner ? 1 : 2]))).main ?? [],
    ]),
  );

it('has a case for every claim', () => {
  expect([...Object.keys(cases), 'one-best-placement'].sort()).toEqual([...claims.ids].sort());
});

describe.each(Object.entries(cases))('%s', (id, made) => {
  const { rule } = claims.get(id);
  const blank = (numbers: Numbers): Numbers => ({
    main: (numbers.main ?? []).map((line) => ({
      ...line,
      cells: line.cells.map(({ at, values }) => ({ at, values: values.map(() => Number.NaN) })),
    })),
  });

  it('is supported by what it says', () => expect(rule.decide(numbersOf(made.for)).verdict).toBe('supported'));
  it('is contradicted by the opposite', () => expect(rule.decide(numbersOf(made.against)).verdict).toBe('contradicted'));
  it('says nothing when every run is lost', () => {
    const { verdict, effect } = rule.decide(blank(numbersOf(made.for)));
    expect(verdict).toBe('not shown at this scale');
    expect(effect.low).toBeNull();
  });
  it('says nothing without numbers', () => expect(rule.decide({ main: [] }).verdict).toBe('not shown at this scale'));
});

describe('one-best-placement', () => {
  const { rule } = claims.get('one-best-placement');
  it('is supported when one wins everywhere', () => expect(rule.decide(overTasks(['pre', 'pre', 'pre'])).verdict).toBe('supported'));
  it('is contradicted when another wins once', () => expect(rule.decide(overTasks(['pre', 'post', 'pre'])).verdict).toBe('contradicted'));
  it('says nothing without numbers', () => expect(rule.decide({}).verdict).toBe('not shown at this scale'));
});

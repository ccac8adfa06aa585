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

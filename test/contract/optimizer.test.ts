/** Every optimizer: eight steps against a plain loop, and the manners that all of them share. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import { newGraph } from '../../src/graph/program.ts';
import { clipScale, globalNorm } from '../../src/optim/clip.ts';
import { optimizers } from '../../src/optim/optimizer/index.ts';
import type { OptimizerConfig } from '../../src/optim/optimizer/types.ts';
import { randomData, relativeError } from '../helper/numeric.ts';

const size = 6;
/** Eight steps: RAdam takes plain ones first. */
const gradients = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => randomData([size], `gradient ${step}`));
const start = randomData([size], 'start');
const rates = [0.01, 0.02, 0.015, 0.01, 0.03, 0.02, 0.01, 0.02];

interface Setting {
  readonly decays: boolean;
  /** What clipping makes of the gradient: the number 1 without clipping, else a scalar of the graph. */
  readonly scale: number;
}

/** Runs our graph step by step, as training does. */
function ours(config: OptimizerConfig, { decays, scale }: Setting, steps = gradients, lrs = rates): Float64Array {
  const { slots, scalars, update } = optimizers.get(config.id);
  const graph = newGraph();
  const input = (name: string) => graph.input(name, [size]);
  const { parameter, slots: next } = update({
    parameter: input('parameter'),
    gradient: input('gradient'),
    gradientScale: scale === 1 ? 1 : graph.input('scale', []),
    slots: Object.fromEntries(slots.map((slot) => [slot, input(slot)])),
    scalar: (name) => graph.input(name, []),
    config,
    decays,
  });
  expect(Object.keys(next).sort()).toEqual([...slots].sort());
  let values: Record<string, Float64Array> = {
    parameter: start,
    ...Object.fromEntries(slots.map((slot) => [slot, new Float64Array(size)])),
  };
  steps.forEach((gradient, i) => {
    const fed = Object.entries(scalars(config, i + 1, lrs[i] as number)).map(([name, value]) => [name, Float64Array.of(value)]);
    const feeds = { ...values, gradient, scale: Float64Array.of(scale), ...Object.fromEntries(fed) };
    const [moved, ...state] = evaluate([parameter, ...slots.map((slot) => next[slot] as never)], feeds) as [
      Float64Array,
      ...Float64Array[],
    ];
    values = { parameter: moved, ...Object.fromEntries(slots.map((slot, k) => [slot, state[k] as Float64Array])) };
  });
  return values.parameter as Float64Array;
}

/** The textbook loops, one number at a time. */
const loops: Readonly<Record<string, (config: OptimizerConfig, setting: Setting) => number[]>> = {
  sgd: (config, { decays, scale }) =>
    each((x, g) => {
      let [w, buffer] = [x, 0];
      g.forEach((gradient, i) => {
        buffer = config.momentum * buffer + scale * gradient + (decays ? config.weightDecay * w : 0);
        w -= (rates[i] as number) * buffer;
      });
      return w;
    }),
  adam: (config, { decays, scale }) => each((x, g) => adam(x, g, config, scale, decays ? config.weightDecay : 0, 0)),
  radam: (config, { decays, scale }) => each((x, g) => radam(x, g, config, scale, decays ? config.weightDecay : 0)),
  adamw: (config, { decays, scale }) => each((x, g) => adam(x, g, config, scale, 0, decays ? config.weightDecay : 0)),
};

const each = (loop: (x: number, g: number[]) => number): number[] =>
  [...start].map((x, i) =>
    loop(
      x,
      gradients.map((gradient) => gradient[i] as number),
    ),
  );

function adam(x: number, g: number[], { betas: [b1, b2], eps }: OptimizerConfig, scale: number, l2: number, decoupled: number): number {
  let [w, m, v] = [x, 0, 0];
  g.forEach((raw, i) => {
    const lr = rates[i] as number;
    const gradient = scale * raw + l2 * w;
    w *= 1 - lr * decoupled;
    m = b1 * m + (1 - b1) * gradient;
    v = b2 * v + (1 - b2) * gradient ** 2;
    w -= (lr * (m / (1 - b1 ** (i + 1)))) / (Math.sqrt(v / (1 - b2 ** (i + 1))) + eps);
  });
  return w;
}

/** Liu et al. 2020, algorithm 2, with the authors' threshold of 5. */
function radam(x: number, g: number[], { betas: [b1, b2], eps }: OptimizerConfig, scale: number, l2: number): number {
  let [w, m, v] = [x, 0, 0];
  const limit = 2 / (1 - b2) - 1;
  g.forEach((raw, i) => {
    const [t, gradient] = [i + 1, scale * raw + l2 * w];
    m = b1 * m + (1 - b1) * gradient;
    v = b2 * v + (1 - b2) * gradient ** 2;
    const mean = m / (1 - b1 ** t);
    const rho = limit - (2 * t * b2 ** t) / (1 - b2 ** t);
    const rectifier = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
    w -= (rates[i] as number) * mean * (rho > 5 ? (rectifier * Math.sqrt(1 - b2 ** t)) / (Math.sqrt(v) + eps) : 1);
  });
  return w;
}

describe.each(optimizers.ids)('%s', (id) => {
  const defaults: OptimizerConfig = { id, ...optimizers.get(id).defaults };
  const odd: OptimizerConfig = { id, lr: 0.01, betas: [0.8, 0.95], eps: 0.01, weightDecay: 0.3, momentum: 0.7 };
  const settings: Setting[] = [
    { decays: true, scale: 1 },
    { decays: false, scale: 1 },
    { decays: true, scale: 0.4 },
    { decays: false, scale: 0.4 },
  ];

  // A new member needs a loop above to be judged by; what follows holds for all.
  it.runIf(loops[id]).each(settings)('takes eight steps as the plain loop does: %o', (setting) => {
    for (const config of [defaults, odd]) {
      const expected = loops[id]?.(config, setting) as number[];
      expect(relativeError(ours(config, setting), expected)).toBeLessThan(1e-13);
      expect(relativeError(ours(config, setting), start)).toBeGreaterThan(1e-4);
    }
  });

  it('stands still without gradient and decay', () => {
    const zero = gradients.map((gradient) => gradient.map(() => 0));
    expect(ours(defaults, { decays: false, scale: 1 }, zero)).toEqual(start);
  });

  it('goes downhill', () => {
    const up = gradients.map((gradient) => gradient.map(() => 1));
    const moved = ours(defaults, { decays: false, scale: 1 }, up);
    moved.forEach((value, i) => {
      expect(value).toBeLessThan(start[i] as number);
    });
  });

  it('does not hide a gradient that is not a number', () => {
    const bad = gradients.map((gradient) => gradient.map((value, i) => (i === 2 ? Number.NaN : value)));
    const moved = ours(defaults, { decays: true, scale: 1 }, bad);
    expect([...moved].map(Number.isNaN)).toEqual([false, false, true, false, false, false]);
  });
});

describe('clipping', () => {
  const graph = newGraph();
  const [a, b] = [graph.input('a', [2, 2]), graph.input('b', [3])];
  const feeds = { a: Float64Array.of(1, -2, 3, 1), b: Float64Array.of(0, 7, 0) };
  const norm = globalNorm([a, b]);
  const scale = (limit: number, fed: Record<string, Float64Array> = feeds) =>
    evaluate([norm, clipScale(norm, limit)], fed).map(([value]) => value);

  it('measures all gradients together', () => {
    expect(scale(1)[0]).toBe(8);
  });
  it('scales down to the limit, and never up', () => {
    expect(scale(2)[1]).toBeCloseTo(2 / (8 + 1e-6), 15);
    expect(scale(8)[1]).toBeCloseTo(1, 6);
    expect(scale(100)[1]).toBe(1);
  });
  it('passes on what is not a number', () => {
    expect(scale(1, { ...feeds, b: Float64Array.of(Number.NaN, 0, 0) })).toEqual([Number.NaN, Number.NaN]);
  });
  it('an infinite gradient leaves nothing', () => {
    expect(scale(1, { ...feeds, b: Float64Array.of(Number.POSITIVE_INFINITY, 0, 0) })).toEqual([Number.POSITIVE_INFINITY, 0]);
  });
});

/** Random expressions: the gradient equals finite differences, and float32 agrees with float64 on values and gradients. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/engine/reference.ts';
import { gradient } from '../../src/graph/gradient.ts';
import {
  add,
  concat,
  div,
  exp,
  gelu,
  layerNorm,
  log,
  matmul,
  mean,
  mul,
  neg,
  reshape,
  rmsNorm,
  slice,
  softmax,
  split,
  sqrt,
  square,
  sub,
  sum,
  sumSquares,
  tanh,
  transpose,
} from '../../src/graph/math.ts';
import { newGraph, program } from '../../src/graph/program.ts';
import { sameShape, size, type Tensor } from '../../src/graph/tensor.ts';
import { verify } from '../../src/graph/verify.ts';
import { finiteDifferences, randomData, relativeError } from '../helper/numeric.ts';
import { openEngine } from '../helper/run.ts';

/** Everything is a matrix; values stay moderate, and away from poles and kinks. */
const unary: readonly ((x: Tensor) => Tensor)[] = [
  neg,
  tanh,
  gelu,
  square,
  softmax,
  (x) => exp(tanh(x)),
  (x) => log(add(square(x), 1)),
  (x) => sqrt(add(square(x), 0.5)),
  (x) => transpose(x, [1, 0]),
  (x) => reshape(x, [size(x.shape), 1]),
  (x) => reshape(x, [x.shape[1] as number, x.shape[0] as number]),
  (x) => sum(x, { axes: [0], keepDims: true }),
  (x) => mean(x, { axes: [1], keepDims: true }),
  (x) => sumSquares(x, { axes: [0, 1], keepDims: true }),
  (x) => slice(x, 0, 0, 1),
  (x) => concat([x, mul(x, 0.5)], 1),
  (x) => split(concat([tanh(x), x], 0), 0, [x.shape[0] as number, x.shape[0] as number])[0] as Tensor,
  (x) => layerNorm(x, row(x), row(x), 0.1),
  (x) => rmsNorm(x, row(x), 0.1),
];

/** Some vector as long as a row of x, made from x itself, so that it too has a gradient. */
const row = (x: Tensor): Tensor => reshape(tanh(mean(x, { axes: [0] })), [x.shape[1] as number]);

/** Undefined where the shapes do not allow it. */
const binary: readonly ((a: Tensor, b: Tensor) => Tensor | undefined)[] = [
  (a, b) => (broadcasts(a, b) ? add(a, b) : undefined),
  (a, b) => (broadcasts(a, b) ? sub(a, b) : undefined),
  (a, b) => (broadcasts(a, b) ? mul(a, b) : undefined),
  (a, b) => (broadcasts(a, b) ? div(a, add(square(b), 1)) : undefined),
  (a, b) => (a.shape[1] === b.shape[0] ? matmul(a, b) : undefined),
  (a, b) => (a.shape[1] === b.shape[1] ? matmul(a, b, { transB: true, scale: 0.5 }) : undefined),
  (a, b) => (a.shape[0] === b.shape[0] ? matmul(a, b, { transA: true }) : undefined),
  (a, b) => (a.shape[0] === b.shape[1] ? matmul(a, b, { transA: true, transB: true }) : undefined),
];

const broadcasts = (a: Tensor, b: Tensor) =>
  a.shape.every((extent, axis) => extent === b.shape[axis] || extent === 1 || b.shape[axis] === 1);

type Step = readonly [op: number, first: number, second: number];

/** A scalar of three inputs that all of them move, as the steps say. */
function build(steps: readonly Step[]) {
  const graph = newGraph();
  const inputs = [graph.input('a', [2, 3]), graph.input('b', [2, 3]), graph.input('c', [3, 1])];
  const pool: Tensor[] = [...inputs];
  const pick = (choice: number) => pool[choice % pool.length] as Tensor;
  for (const [op, first, second] of steps) {
    const choice = op % (unary.length + binary.length);
    const made = unary[choice]?.(pick(first)) ?? binary[choice - unary.length]?.(pick(first), pick(second));
    // Large tensors only take time.
    if (made && size(made.shape) <= 24) pool.push(made);
  }
  const weigh = (x: Tensor) => sum(mul(x, graph.constant(randomData(x.shape, `weight ${x.shape}`), x.shape)));
  const last = weigh(pool.at(-1) as Tensor);
  const loss = inputs.reduce((total, input) => add(total, mul(weigh(input), 0.1)), add(last, weigh(pool.at(-2) as Tensor)));
  const feeds = Object.fromEntries(
    inputs.map((input) => [String(input.node.attributes.name), randomData(input.shape, String(input.node.attributes.name), [-1, 1])]),
  );
  return { inputs, loss, feeds };
}

const steps = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)), { minLength: 2, maxLength: 9 });

it('gradients of random expressions equal finite differences', () => {
  fc.assert(
    fc.property(steps, (chosen) => {
      const { inputs, loss, feeds } = build(chosen);
      const value = evaluate([loss], feeds)[0]?.[0] as number;
      // Past this, differences of the loss drown in its own rounding.
      fc.pre(Math.abs(value) < 1e3);
      const gradients = gradient(loss, inputs);
      const found = evaluate(gradients, feeds);
      inputs.forEach((input, i) => {
        expect(sameShape((gradients[i] as Tensor).shape, input.shape)).toBe(true);
        const expected = finiteDifferences(loss, feeds, String(input.node.attributes.name));
        expect(relativeError(found[i] as Float64Array, expected, 1e-2)).toBeLessThan(1e-6);
      });
    }),
    { numRuns: 300, seed: 42 },
  );
});

it('WebAssembly agrees with float64 on random expressions and their gradients', async () => {
  const engine = await openEngine('ort-wasm');
  await fc.assert(
    fc.asyncProperty(steps, async (chosen) => {
      const { inputs, loss, feeds } = build(chosen);
      const outputs = [loss, ...gradient(loss, inputs)];
      const named = program(Object.fromEntries(outputs.map((output, i) => [`y${i}`, output])));
      verify(named);
      const expected = evaluate(outputs, feeds);
      fc.pre(expected.every((values) => values.every((value) => Math.abs(value) < 1e6)));
      const session = await engine.compile(named);
      const results = await session.run(feeds);
      await session.release();
      expected.forEach((values, i) => {
        expect(relativeError(results[`y${i}`] as Float32Array, values, 1e-1)).toBeLessThan(1e-4);
      });
    }),
    { numRuns: 30, seed: 43 },
  );
});

it('the steps reach every operation and expressions of some depth', () => {
  const seen = new Set<string>();
  let largest = 0;
  for (const chosen of fc.sample(steps, { numRuns: 150, seed: 42 })) {
    const { loss } = build(chosen);
    for (const { op } of loss.node.graph.nodes) seen.add(op);
    largest = Math.max(largest, loss.node.graph.nodes.length);
  }
  for (const op of ['matmul', 'softmax', 'layer-norm', 'rms-norm', 'div', 'split', 'concat', 'slice', 'transpose', 'reshape', 'mean'])
    expect(seen).toContain(op);
  expect(largest).toBeGreaterThan(30);
});

/** Reverse mode on graphs: shared parts, several uses, and refusal where there is nothing to differentiate. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engine/reference.ts';
import { gradient } from '../../../src/graph/gradient.ts';
import {
  add,
  attend,
  concat,
  detach,
  exp,
  greater,
  layerNorm,
  log,
  matmul,
  max,
  mul,
  neg,
  reshape,
  slice,
  split,
  square,
  sub,
  sum,
  tanh,
} from '../../../src/graph/math.ts';
import { newGraph } from '../../../src/graph/program.ts';
import type { Tensor } from '../../../src/graph/tensor.ts';

const setUp = (...names: string[]) => {
  const graph = newGraph();
  return { graph, inputs: names.map((name) => graph.input(name, [])) };
};

/** The derivative of a scalar function of scalars. */
function slopes(y: Tensor, targets: readonly Tensor[], values: Record<string, number>): number[] {
  const feeds = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Float64Array.of(value)]));
  return evaluate(gradient(y, targets), feeds).map(([value]) => value as number);
}

describe('chain rule', () => {
  it('through a shared part: every use adds', () => {
    const [x] = setUp('x').inputs as [Tensor];
    const shared = exp(x);
    // y = e^x · e^x + 3 e^x
    const y = add(mul(shared, shared), mul(shared, 3));
    expect(slopes(y, [x], { x: 0.5 })[0]).toBeCloseTo(2 * Math.exp(1) + 3 * Math.exp(0.5), 12);
  });

  it('through both inputs of one node', () => {
    const [x] = setUp('x').inputs as [Tensor];
    expect(slopes(mul(x, mul(x, x)), [x], { x: 2 })[0]).toBeCloseTo(12, 12);
    expect(slopes(sub(x, x), [x], { x: 2 })[0]).toBe(0);
  });

  it('through paths of different length', () => {
    const [x, w] = setUp('x', 'w').inputs as [Tensor, Tensor];
    const h = tanh(mul(w, x));
    const y = add(square(h), add(mul(x, h), x));
    const t = Math.tanh(0.3 * 0.7);
    const dh = 1 - t * t;
    const [dx, dw] = slopes(y, [x, w], { x: 0.7, w: 0.3 });
    expect(dx).toBeCloseTo(2 * t * dh * 0.3 + t + 0.7 * dh * 0.3 + 1, 12);
    expect(dw).toBeCloseTo(2 * t * dh * 0.7 + 0.7 * dh * 0.7, 12);
  });

  it('through some outputs of a node and not others', () => {
    const graph = newGraph();
    const x = graph.input('x', [6]);
    const [a, , c] = split(x, 0, [1, 3, 2]) as [Tensor, Tensor, Tensor];
    const [dx] = evaluate(gradient(add(sum(mul(a, 5)), sum(square(c))), [x]), { x: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect([...(dx as Float64Array)]).toEqual([5, 0, 0, 0, 10, 12]);
  });

  it('with respect to a tensor inside the graph, and to the scalar itself', () => {
    const [x] = setUp('x').inputs as [Tensor];
    const inner = exp(x);
    const y = square(inner);
    const [dInner, dSelf, dx] = slopes(y, [inner, y, x], { x: 0.25 });
    expect(dInner).toBeCloseTo(2 * Math.exp(0.25), 12);
    expect(dSelf).toBe(1);
    expect(dx).toBeCloseTo(2 * Math.exp(0.5), 12);
  });

  it('of a gradient: second derivatives', () => {
    const [x] = setUp('x').inputs as [Tensor];
    const [first] = gradient(mul(x, square(x)), [x]) as [Tensor];
    expect(slopes(first, [x], { x: 2 })[0]).toBeCloseTo(12, 12);
  });

  it('in the order asked, in the shapes of the targets, the same target twice', () => {
    const graph = newGraph();
    const [a, b] = [graph.input('a', [2, 3]), graph.input('b', [3, 1])];
    const found = gradient(sum(matmul(a, b)), [b, a, b]);
    expect(found.map(({ shape }) => shape)).toEqual([
      [3, 1],
      [2, 3],
      [3, 1],
    ]);
    expect(found[0]).toBe(found[2]);
  });

  it('leaves nodes of no interest alone', () => {
    const graph = newGraph();
    const [x, other] = [graph.input('x', [2]), graph.input('other', [2])];
    const loss = sum(mul(x, layerNorm(other, other, other, 1e-5)));
    const before = graph.nodes.length;
    gradient(loss, [x]);
    expect(graph.nodes.slice(before).map(({ op }) => op)).not.toContain('matmul');
  });

  it('takes a scalar of any rank', () => {
    const graph = newGraph();
    const x = graph.input('x', [1, 1]);
    const [dx] = gradient(square(x), [x]) as [Tensor];
    expect(dx.shape).toEqual([1, 1]);
    expect([...(evaluate([dx], { x: Float64Array.of(3) })[0] as Float64Array)]).toEqual([6]);
  });
});

describe('refusals', () => {
  it('a target that the loss does not depend on, by name', () => {
    const [x, idle] = setUp('x', 'idle').inputs as [Tensor, Tensor];
    expect(() => gradient(square(x), [x, idle])).toThrow('the loss does not depend on idle');
  });

  it.each([
    ['detach', (x: Tensor) => detach(x)],
    ['greater', (x: Tensor) => greater(x, 0)],
    ['max', (x: Tensor) => max(x)],
  ])('a target that only %s connects', (_name, cut) => {
    const [x] = setUp('x').inputs as [Tensor];
    expect(() => gradient(mul(cut(x), 2), [x])).toThrow('does not depend on x');
  });

  it('a part cut off does not stop the rest', () => {
    const [x] = setUp('x').inputs as [Tensor];
    expect(slopes(mul(detach(x), x), [x], { x: 3 })[0]).toBe(3);
  });

  it('what nobody has differentiated: a second derivative through attention, or one of its weights', () => {
    const x = newGraph().input('x', [1, 1, 2, 2]);
    const y = attend(x, x, x, { scale: 1, causal: true });
    const [first] = gradient(sum(y), [x]) as [Tensor];
    expect(() => gradient(sum(mul(first, x)), [x])).toThrow('nobody has written the gradient of "attend-gradient"');
    const weights = y.node.outputs[1] as Tensor;
    expect(() => gradient(add(sum(y), sum(square(weights))), [x])).toThrow('nobody has written the gradient of its weights');
  });

  it('what is no scalar', () => {
    const x = newGraph().input('x', [2]);
    expect(() => gradient(neg(x), [x])).toThrow('shape [2]');
  });

  it('is not for a target of which only parts count', () => {
    const graph = newGraph();
    const x = graph.input('x', [3]);
    const y = sum(log(reshape(concat([slice(x, 0, 0, 1), slice(x, 0, 2, 1)], 0), [1, 2])));
    const [dx] = evaluate(gradient(y, [x]), { x: Float64Array.of(2, 5, 4) });
    expect([...(dx as Float64Array)]).toEqual([0.5, 0, 0.25]);
  });
});

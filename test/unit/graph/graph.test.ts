/** Graphs: one node for equal applications, refusal of shapes that do not fit, and a text that holds still. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  attend,
  expand,
  gather,
  linear,
  matmul,
  mean,
  mul,
  neg,
  oneHot,
  reshape,
  slice,
  split,
  sub,
  sum,
  sumTo,
  transpose,
} from '../../../src/graph/math.ts';
import { print } from '../../../src/graph/print.ts';
import { newGraph, program } from '../../../src/graph/program.ts';
import { broadcastShapes, normalizeAxes } from '../../../src/graph/tensor.ts';

describe('common subexpressions', () => {
  it('equal applications are the same tensor', () => {
    const graph = newGraph();
    const [x, y] = [graph.input('x', [2, 2]), graph.input('y', [2, 2])];
    const count = () => graph.nodes.length;
    const first = add(mul(x, y), 2);
    const before = count();
    expect(add(mul(x, y), 2)).toBe(first);
    expect(graph.input('x', [2, 2])).toBe(x);
    expect(graph.constant([2], [])).toBe(graph.constant([2], []));
    expect(count()).toBe(before);
  });

  it.each([
    [
      'order of inputs',
      (g: ReturnType<typeof newGraph>) => [sub(g.input('x', [2]), g.input('y', [2])), sub(g.input('y', [2]), g.input('x', [2]))],
    ],
    [
      'attributes',
      (g: ReturnType<typeof newGraph>) => [sum(g.input('x', [2, 3]), { axes: [0] }), sum(g.input('x', [2, 3]), { axes: [1] })],
    ],
    [
      'attributes',
      (g: ReturnType<typeof newGraph>) => [mean(g.input('x', [2]), { keepDims: true }), mean(g.input('x', [2]), { keepDims: false })],
    ],
    ['shapes of constants', (g: ReturnType<typeof newGraph>) => [g.constant([1, 2], [2]), g.constant([1, 2], [1, 2])]],
    ['values of constants', (g: ReturnType<typeof newGraph>) => [g.constant([1], []), g.constant([1 + 1e-15], [])]],
    [
      'long constants',
      (g: ReturnType<typeof newGraph>) => [g.constant(new Float64Array(65), [65]), g.constant(new Float64Array(65).fill(1), [65])],
    ],
    ['outputs of one node', (g: ReturnType<typeof newGraph>) => split(g.input('x', [4]), 0, [2, 2]).map(neg)],
  ])('another %s is another tensor', (_what, make) => {
    const [a, b] = make(newGraph());
    expect(a).not.toBe(b);
    expect(a?.node).not.toBe(b?.node);
  });

  it('one name, one type', () => {
    const graph = newGraph();
    graph.input('x', [2]);
    expect(() => graph.input('x', [3])).toThrow('two inputs are called "x"');
    expect(() => graph.input('x', [2], 'int')).toThrow('two inputs are called "x"');
  });

  it('graphs do not share', () => {
    expect(newGraph().input('x', [2])).not.toBe(newGraph().input('x', [2]));
  });

  it('a constant keeps its numbers when the array it came from changes', () => {
    const data = [1, 2];
    const constant = newGraph().constant(data, [2]);
    data[0] = 9;
    expect(constant.node.attributes.data).toEqual(Float64Array.of(1, 2));
  });
});

describe('neutral elements cost nothing', () => {
  const x = newGraph().input('x', [2]);
  it.each([
    ['x + 0', () => add(x, 0)],
    ['0 + x', () => add(0, x)],
    ['x - 0', () => sub(x, 0)],
    ['x · 1', () => mul(x, 1)],
    ['1 · x', () => mul(1, x)],
    ['to its own shape', () => reshape(x, [2])],
    ['expanded to itself', () => expand(x, [2])],
    ['one part of one', () => split(x, 0, [2])[0]],
    ['summed to itself', () => sumTo(x, [2])],
  ])('%s', (_what, make) => {
    expect(make()).toBe(x);
  });
  it('two transpositions are one', () => {
    const y = newGraph().input('y', [2, 3, 4]);
    const twice = transpose(transpose(y, [2, 0, 1]), [1, 0, 2]);
    expect(twice.node.inputs[0]).toBe(y);
    expect(twice.node.attributes.order).toEqual([0, 2, 1]);
    expect(twice.shape).toEqual([2, 4, 3]);
  });
});

describe('shapes that do not fit', () => {
  const graph = newGraph();
  const f = (...shape: number[]) => graph.input(`f${shape}`, shape);
  const i = (...shape: number[]) => graph.input(`i${shape}`, shape, 'int');

  it.each([
    ['add', () => add(f(2, 3), f(2)), '[2,3] and [2] do not broadcast'],
    ['add', () => add(f(4, 3), f(2, 3)), 'do not broadcast'],
    ['matmul', () => matmul(f(2, 3), f(2, 3)), 'matmul: [2,3] and [2,3] do not fit'],
    ['matmul batch', () => matmul(f(2, 3, 4), f(3, 4, 5)), 'do not fit'],
    ['linear', () => linear(f(2, 3), f(4, 2), f(4)), 'linear'],
    ['linear bias', () => linear(f(2, 3), f(4, 3), f(3)), 'linear'],
    ['reshape', () => reshape(f(2, 3), [4]), 'cannot reshape [2,3] to [4]'],
    ['transpose', () => transpose(f(2, 3), [0, 0]), 'does not order the axes'],
    ['transpose', () => transpose(f(2, 3), [0]), 'does not order the axes'],
    ['expand', () => expand(f(2, 3), [2, 4]), 'broadcast'],
    ['expand to less', () => expand(f(2, 3), [3]), 'does not expand'],
    ['slice', () => slice(f(2, 3), 1, 2, 2), 'runs past'],
    ['split', () => split(f(2, 3), 1, [1, 1]), 'do not fill axis 1'],
    ['sum', () => sum(f(2, 3), { axes: [2] }), 'outside shape'],
    ['sum', () => sum(f(2, 3), { axes: [-3] }), 'outside shape'],
    ['constant', () => graph.constant([1, 2, 3], [2]), '3 numbers do not fill'],
  ])('%s', (_op, make, words) => {
    expect(make).toThrow(words);
  });

  it.each([
    ['gather', () => gather(f(5, 2), i(3, 4)), [3, 4, 2]],
    ['one-hot', () => oneHot(i(3), 4), [3, 4]],
    ['matmul with both turned', () => matmul(f(2, 3), f(5, 2), { transA: true, transB: true }), [3, 5]],
    ['attend', () => attend(f(1, 2, 3, 4), f(1, 2, 3, 4), f(1, 2, 3, 4), { scale: 1, causal: true }), [1, 2, 3, 4]],
    ['sum of all', () => sum(f(2, 3)), []],
    ['sum, axes kept', () => sum(f(2, 3), { axes: [-1], keepDims: true }), [2, 1]],
  ])('%s fits', (_op, make, shape) => {
    expect(make().shape).toEqual(shape);
  });
});

describe('broadcasting', () => {
  it('follows NumPy', () => {
    expect(broadcastShapes([8, 1, 6, 1], [7, 1, 5])).toEqual([8, 7, 6, 5]);
    expect(broadcastShapes([], [3])).toEqual([3]);
    expect(broadcastShapes([0, 3], [1, 3])).toEqual([0, 3]);
    expect(() => broadcastShapes([2, 1], [8, 4, 3])).toThrow('do not broadcast');
  });
  it('does not care which comes first', () => {
    const shape = fc.array(fc.constantFrom(1, 2, 3), { maxLength: 4 });
    const attempt = (a: readonly number[], b: readonly number[]) => {
      try {
        return broadcastShapes(a, b);
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(attempt(a, b)).toEqual(attempt(b, a));
        const result = attempt(a, b);
        if (result !== 'refused') expect(attempt(result, a)).toEqual(result);
      }),
      { seed: 1 },
    );
  });
  it('counts axes from the end too', () => {
    expect(normalizeAxes([-1, 0], 3)).toEqual([0, 2]);
  });
});

describe('the text of a program', () => {
  it('holds names, types, attributes and outputs', () => {
    const graph = newGraph();
    const x = graph.input('x', [2, 3]);
    const [left, right] = split(mul(x, graph.constant([1, -2, 0.5], [3])), 1, [1, 2]);
    const total = sum(right as never, { axes: [1], keepDims: true });
    expect(
      print(
        program({ y: add(left as never, total), tokens: graph.input('t', [2], 'int'), table: graph.constant(new Float64Array(9), [9]) }),
      ),
    ).toBe(
      [
        '%0 = input() {name=x} : float[2,3]',
        '%1 = constant() {data=[1,-2,0.5]} : float[3]',
        '%2 = mul(%0, %1) : float[2,3]',
        '%3 = split(%2) {axis=1 lengths=[1,2]} : float[2,1] float[2,2]',
        '%4 = sum(%3.1) {axes=[1] keepDims=true} : float[2,1]',
        '%5 = add(%3.0, %4) : float[2,1]',
        '%6 = input() {name=t} : int[2]',
        '%7 = constant() {data=<9 numbers>} : float[9]',
        'output y = %5',
        'output tokens = %6',
        'output table = %7',
        '',
      ].join('\n'),
    );
  });

  it('does not see nodes that no output needs', () => {
    const make = (noise: boolean) => {
      const graph = newGraph();
      const x = graph.input('x', [2]);
      if (noise) neg(mul(x, 3));
      return print(program({ y: add(x, 1) }));
    };
    expect(make(true)).toBe(make(false));
  });
});

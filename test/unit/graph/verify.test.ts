/** The law of programs: each article broken once by hand. */
import { describe, expect, it } from 'vitest';
import { add, neg, sum } from '../../../src/graph/math.ts';
import { newGraph, type Program, program } from '../../../src/graph/program.ts';
import type { Node, Tensor } from '../../../src/graph/tensor.ts';
import { verify } from '../../../src/graph/verify.ts';

function lawful() {
  const graph = newGraph();
  const x = graph.input('x', [2, 3]);
  const y = sum(add(neg(x), x), { axes: [1] });
  return { x, y, whole: program({ y }) };
}

/** The program with one node changed; outputs keep pointing at the nodes they did. */
const withNode = (whole: Program, op: string, change: (node: Node) => Partial<Node>): Program => ({
  ...whole,
  nodes: whole.nodes.map((node) => (node.op === op ? { ...node, ...change(node) } : node)),
});

describe('verify', () => {
  it('passes a program that obeys', () => {
    expect(() => verify(lawful().whole)).not.toThrow();
  });

  it('a node before what it uses', () => {
    const { whole } = lawful();
    expect(() => verify({ ...whole, nodes: [...whole.nodes].reverse() })).toThrow(/node 3 \(sum\) uses node 2 before it exists/);
  });

  it('a node that the program does not hold', () => {
    const { whole } = lawful();
    expect(() => verify({ ...whole, nodes: whole.nodes.filter(({ op }) => op !== 'neg') })).toThrow(/\(add\) uses node 1 before it exists/);
  });

  it('a tensor that its node does not know', () => {
    const { whole } = lawful();
    const stranger = (input: Tensor): Tensor => ({ ...input });
    expect(() => verify(withNode(whole, 'sum', ({ inputs }) => ({ inputs: inputs.map(stranger) })))).toThrow("uses a stranger's output");
    const third = (input: Tensor): Tensor => ({ ...input, index: 3 });
    expect(() => verify(withNode(whole, 'sum', ({ inputs }) => ({ inputs: inputs.map(third) })))).toThrow("uses a stranger's output");
  });

  it.each([
    ['shape', (output: Tensor): Tensor => ({ ...output, shape: [2, 2] })],
    ['dtype', (output: Tensor): Tensor => ({ ...output, dtype: 'int' })],
  ])('a %s that the op denies', (_what, lie) => {
    const { whole } = lawful();
    expect(() => verify(withNode(whole, 'sum', ({ outputs }) => ({ outputs: outputs.map(lie) })))).toThrow(
      /\(sum\) says a type its op denies/,
    );
  });

  it('an output that the op has and the node has not', () => {
    const { whole } = lawful();
    expect(() => verify(withNode(whole, 'sum', () => ({ outputs: [] })))).toThrow('says a type its op denies');
  });

  it('inputs that the op itself refuses', () => {
    const { whole } = lawful();
    expect(() => verify(withNode(whole, 'sum', () => ({ attributes: { axes: [7], keepDims: false } })))).toThrow('axes [7]');
  });

  it('an op that nobody knows', () => {
    const { whole } = lawful();
    expect(() => verify(withNode(whole, 'neg', () => ({ op: 'cosh' })))).toThrow('"cosh"');
  });

  it('two inputs or two outputs of one name', () => {
    const { whole, y } = lawful();
    const [input] = whole.inputs;
    expect(() => verify({ ...whole, inputs: [...whole.inputs, ...whole.inputs] })).toThrow(
      `two inputs or outputs are called "${input?.name}"`,
    );
    expect(() => verify({ ...whole, outputs: [...whole.outputs, { name: 'y', tensor: y }] })).toThrow(
      'two inputs or outputs are called "y"',
    );
  });
});

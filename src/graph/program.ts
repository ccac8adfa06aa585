/** A program: a graph with named outputs. Inputs are found by walking back from them. */

import { NodeTable, reachable } from './graph.ts';
import { ops } from './op/index.ts';
import type { Graph, Node, Tensor, TensorType } from './tensor.ts';

export interface NamedType extends TensorType {
  readonly name: string;
}

export interface Program {
  readonly nodes: readonly Node[];
  readonly inputs: readonly NamedType[];
  readonly outputs: readonly { readonly name: string; readonly tensor: Tensor }[];
}

/** An empty graph that knows every op. */
export const newGraph = (): Graph => new NodeTable(ops);

export function program(outputs: Readonly<Record<string, Tensor>>): Program {
  const named = Object.entries(outputs).map(([name, tensor]) => ({ name, tensor }));
  const nodes = reachable(named.map(({ tensor }) => tensor));
  const inputs = nodes
    .filter((node) => node.op === 'input')
    .map((node) => ({
      name: String(node.attributes.name),
      shape: (node.outputs[0] as Tensor).shape,
      dtype: (node.outputs[0] as Tensor).dtype,
    }));
  return { nodes, inputs, outputs: named };
}

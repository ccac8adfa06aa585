/** A stable text of a program: what golden files compare. Nodes are renumbered, so unrelated nodes never move it. */
import type { Program } from './program.ts';
import type { Attributes, Node, Tensor } from './tensor.ts';

export function print(program: Program): string {
  const numbers = new Map(program.nodes.map((node, i) => [node, i]));
  const name = (tensor: Tensor) => `%${numbers.get(tensor.node)}${tensor.node.outputs.length > 1 ? `.${tensor.index}` : ''}`;
  const line = (node: Node) => {
    const types = node.outputs.map((output) => `${output.dtype}[${output.shape}]`).join(' ');
    return `%${numbers.get(node)} = ${node.op}(${node.inputs.map(name).join(', ')})${attributesText(node.attributes)} : ${types}`;
  };
  const outputs = program.outputs.map(({ name: label, tensor }) => `output ${label} = ${name(tensor)}`);
  return `${[...program.nodes.map(line), ...outputs].join('\n')}\n`;
}

function attributesText(attributes: Attributes): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return '';
  return ` {${entries.map(([key, value]) => `${key}=${valueText(value)}`).join(' ')}}`;
}

function valueText(value: Attributes[string]): string {
  if (value instanceof Float64Array) return value.length > 8 ? `<${value.length} numbers>` : `[${value}]`;
  return Array.isArray(value) ? `[${value}]` : String(value);
}

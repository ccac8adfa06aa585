/** Reverse-mode differentiation from graph to graph: the gradient is more nodes in the same graph. */
import { reachable } from './graph.ts';
import { add } from './math.ts';
import { size, type Tensor } from './tensor.ts';

const key = (tensor: Tensor): string => `${tensor.node.id}.${tensor.index}`;

/**
 * Gradients of a scalar with respect to `targets`, in their order and shapes.
 * @throws Error when `scalar` is not a scalar, or a target does not influence it (a silent zero would hide a wiring mistake), or does so
 * through an op whose gradient nobody has written.
 */
export function gradient(scalar: Tensor, targets: readonly Tensor[]): Tensor[] {
  if (size(scalar.shape) !== 1) throw new Error(`only a scalar has a gradient here, not shape [${scalar.shape}]`);
  const graph = scalar.node.graph;
  const flowing = nodesThatMatter(scalar, targets);
  const gradients = new Map<string, Tensor>([[key(scalar), graph.constant([1], scalar.shape)]]);
  for (const node of reachable([scalar]).reverse()) {
    const rule = graph.op(node.op === 'input' || node.op === 'constant' ? 'detach' : node.op).gradient;
    const outputGradients = node.outputs.map((output) => gradients.get(key(output)));
    if (!rule || !flowing.has(node.id) || outputGradients.every((g) => g === undefined)) continue;
    if (rule === 'unknown') throw new Error(`nobody has written the gradient of "${node.op}"`);
    rule(node, outputGradients).forEach((g, i) => {
      const input = node.inputs[i] as Tensor;
      if (!g || !flowing.has(input.node.id)) return;
      const before = gradients.get(key(input));
      gradients.set(key(input), before ? add(before, g) : g);
    });
  }
  return targets.map((target) => {
    const found = gradients.get(key(target));
    if (!found) throw new Error(`the loss does not depend on ${String(target.node.attributes.name ?? target.node.op)}`);
    return found;
  });
}

/** Ids of the nodes on a path from a target to the scalar. */
function nodesThatMatter(scalar: Tensor, targets: readonly Tensor[]): ReadonlySet<number> {
  const matter = new Set(targets.map((target) => target.node.id));
  for (const node of reachable([scalar])) {
    if (node.inputs.some((input) => matter.has(input.node.id))) matter.add(node.id);
  }
  return matter;
}

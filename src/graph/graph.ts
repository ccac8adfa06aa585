/** The table of nodes. Equal applications are the same node, so common subexpressions never cost twice. */
import {
  type Attributes,
  type DType,
  type Graph,
  type Node,
  type Op,
  type Shape,
  sameShape,
  size,
  type Tensor,
  type TensorType,
} from './tensor.ts';

export class NodeTable implements Graph {
  readonly nodes: Node[] = [];
  private readonly known = new Map<string, Node>();
  private readonly ops: ReadonlyMap<string, Op>;

  constructor(ops: readonly Op[]) {
    this.ops = new Map(ops.map((op) => [op.id, op]));
  }

  op(id: string): Op {
    const op = this.ops.get(id);
    if (!op) throw new Error(`the graph knows no op "${id}"`);
    return op;
  }

  apply(id: string, inputs: readonly Tensor[], attributes: Attributes = {}): readonly Tensor[] {
    const key = nodeKey(id, inputs, attributes);
    const found = this.known.get(key);
    if (found) return found.outputs;
    return this.append(id, inputs, attributes, this.op(id).infer(inputs, attributes), key).outputs;
  }

  input(name: string, shape: Shape, dtype: DType = 'float'): Tensor {
    const key = `input/${name}`;
    const found = this.known.get(key)?.outputs[0];
    if (found && sameShape(found.shape, shape) && found.dtype === dtype) return found;
    if (found) throw new Error(`two inputs are called "${name}"`);
    return this.append('input', [], { name }, [{ shape, dtype }], key).outputs[0] as Tensor;
  }

  constant(data: ArrayLike<number>, shape: Shape): Tensor {
    if (data.length !== size(shape)) throw new Error(`${data.length} numbers do not fill shape [${shape}]`);
    const values = Float64Array.from(data);
    const key = `constant/${shape}/${values.length > 64 ? `#${this.nodes.length}` : values.join()}`;
    const found = this.known.get(key);
    return (found ?? this.append('constant', [], { data: values }, [{ shape, dtype: 'float' }], key)).outputs[0] as Tensor;
  }

  private append(op: string, inputs: readonly Tensor[], attributes: Attributes, types: readonly TensorType[], key: string): Node {
    const outputs: Tensor[] = [];
    const node: Node = { id: this.nodes.length, op, inputs, attributes, outputs, graph: this };
    types.forEach((type, index) => {
      outputs.push({ ...type, node, index });
    });
    this.nodes.push(node);
    this.known.set(key, node);
    return node;
  }
}

function nodeKey(id: string, inputs: readonly Tensor[], attributes: Attributes): string {
  const names = inputs.map((tensor) => `${tensor.node.id}.${tensor.index}`).join();
  const pairs = Object.keys(attributes)
    .sort()
    .map((name) => `${name}=${String(attributes[name])}`);
  return `${id}(${names}){${pairs.join(';')}}`;
}

/** The nodes that `outputs` need, inputs before users, in the order they were made. */
export function reachable(outputs: readonly Tensor[]): Node[] {
  const seen = new Set<Node>();
  const stack = outputs.map((tensor) => tensor.node);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) stack.push(input.node);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

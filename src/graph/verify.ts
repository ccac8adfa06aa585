/** The law of programs, checked on every graph in tests and before every compile: cheap next to compiling. */
import type { Program } from './program.ts';
import { sameShape } from './tensor.ts';

const leaves = new Set(['input', 'constant']);

/** @throws Error naming the first node that breaks the law. */
export function verify(program: Program): void {
  const seen = new Set<number>();
  for (const node of program.nodes) {
    const where = `node ${node.id} (${node.op})`;
    for (const input of node.inputs) {
      if (!seen.has(input.node.id)) throw new Error(`${where} uses node ${input.node.id} before it exists`);
      if (input.node.outputs[input.index] !== input) throw new Error(`${where} uses a stranger's output`);
    }
    if (!leaves.has(node.op)) {
      const types = node.graph.op(node.op).infer(node.inputs, node.attributes);
      types.forEach(({ shape, dtype }, i) => {
        const output = node.outputs[i];
        if (!output || output.dtype !== dtype || !sameShape(output.shape, shape)) throw new Error(`${where} says a type its op denies`);
      });
    }
    seen.add(node.id);
  }
  const names = [...program.inputs, ...program.outputs].map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two inputs or outputs are called "${twice}"`);
  const reserved = names.find((name) => name.startsWith('#'));
  if (reserved !== undefined) throw new Error(`"${reserved}" begins with #, which names inside a program do`);
}

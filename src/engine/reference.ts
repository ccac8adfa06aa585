/** The judge: every op in plain float64 loops, nothing fused, nothing clever. */
import { reachable } from '../graph/graph.ts';
import type { Program } from '../graph/program.ts';
import type { DenseValue, Tensor } from '../graph/tensor.ts';
import { verify } from '../graph/verify.ts';
import type { Data, Engine, EngineDefinition, Feeds } from './types.ts';

/** Values of some tensors of a graph, in float64. */
export function evaluate(tensors: readonly Tensor[], feeds: Feeds): Float64Array[] {
  const values = new Map<number, readonly DenseValue[]>();
  for (const node of reachable(tensors)) {
    const inputs = node.inputs.map((input) => values.get(input.node.id)?.[input.index] as DenseValue);
    const outputs = evaluateNode(node, inputs, feeds);
    values.set(
      node.id,
      outputs.map((data, i) => ({ data, shape: (node.outputs[i] as Tensor).shape })),
    );
  }
  return tensors.map(({ node, index }) => ((values.get(node.id) as readonly DenseValue[])[index] as DenseValue).data);
}

function evaluateNode(node: Tensor['node'], inputs: readonly DenseValue[], feeds: Feeds): Float64Array[] {
  if (node.op === 'constant') return [node.attributes.data as Float64Array];
  if (node.op !== 'input') return node.graph.op(node.op).evaluate(inputs, node.attributes, node.outputs);
  const fed = feeds[String(node.attributes.name)];
  if (!fed) throw new Error(`nothing was fed to input "${node.attributes.name}"`);
  return [Float64Array.from(fed)];
}

export const reference: EngineDefinition = {
  id: 'reference',
  title: { en: 'plain TypeScript, float64; slow, the judge of the others', zh: '纯 TypeScript，float64；慢，是其他引擎的评判' },
  open: async (): Promise<Engine> => ({
    description: { id: 'reference', threads: 1, version: 'float64', device: 'cpu' },
    float: Float64Array,
    compile: async (program: Program) => {
      verify(program);
      return {
        run: async (feeds) => {
          const results = evaluate(
            program.outputs.map(({ tensor }) => tensor),
            // No value of this engine is anywhere but in an array.
            feeds as Feeds,
          );
          return Object.fromEntries(program.outputs.map(({ name }, i) => [name, results[i] as Data]));
        },
        release: async () => undefined,
      };
    },
  }),
};

/** An example of an op as a graph and what to feed it. */

import { newGraph, program } from '../../src/graph/program.ts';
import type { Example, Shape, Tensor } from '../../src/graph/tensor.ts';
import { randomData } from './numeric.ts';

const given = (input: Example['inputs'][number]) => (Array.isArray(input) ? undefined : (input as Exclude<typeof input, Shape>));

export function setUp(id: string, example: Example) {
  const graph = newGraph();
  const feeds: Record<string, Float64Array | Int32Array | Uint8Array> = {};
  const inputs = example.inputs.map((input, i) => {
    const fixed = given(input);
    const shape = fixed?.shape ?? (input as Shape);
    const data = fixed
      ? { float: Float64Array, int: Int32Array, bool: Uint8Array }[fixed.dtype].from(fixed.data)
      : randomData(shape, `${id}${i}`, example.range);
    feeds[`x${i}`] = data;
    return graph.input(`x${i}`, shape, fixed?.dtype ?? 'float');
  });
  return { graph, feeds, inputs, outputs: graph.apply(id, inputs, example.attributes) };
}

/** The outputs of an example as y0, y1 and so on. */
export const programOf = (outputs: readonly Tensor[]) => program(Object.fromEntries(outputs.map((output, i) => [`y${i}`, output])));

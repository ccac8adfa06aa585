/** An engine that writes down what it is asked: every program, what it was fed first, and what float64 makes of it. */
import { evaluate } from '../../src/engine/reference.ts';
import type { Data, Engine, Feeds } from '../../src/engine/types.ts';
import type { Program } from '../../src/graph/program.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { verify } from '../../src/graph/verify.ts';

export interface Call {
  readonly program: Program;
  /** As an engine of float32 gets them. */
  readonly feeds: Readonly<Record<string, Data>>;
  readonly outputs: Readonly<Record<string, Float64Array>>;
}

const arrays = { float: Float32Array, int: Int32Array, bool: Uint8Array } as const;

/** The program's outputs in float64. */
export function exactly({ outputs }: Program, feeds: Feeds): Record<string, Float64Array> {
  const results = evaluate(
    outputs.map(({ tensor }) => tensor),
    feeds,
  );
  return Object.fromEntries(outputs.map(({ name }, i) => [name, results[i] as Float64Array]));
}

/** The same with every value rounded to float32 where it comes about: how far off an engine of float32 may well be. */
export function roundedly({ nodes, outputs }: Program, feeds: Feeds) {
  let overflows = false;
  const values = new Map<Tensor['node'], readonly Float64Array[]>();
  const of = ({ node, index }: Tensor) => values.get(node)?.[index] as Float64Array;
  for (const node of nodes) {
    const { op, attributes } = node;
    const given = op === 'constant' ? attributes.data : op === 'input' ? feeds[String(attributes.name)] : undefined;
    const inputs = node.inputs.map((tensor) => ({ shape: tensor.shape, data: of(tensor) }));
    const results = given ? [Float64Array.from(given as Data)] : node.graph.op(op).evaluate(inputs, attributes, node.outputs);
    const rounded = results.map((data) => data.map(Math.fround));
    overflows ||= rounded.some((data) => data.some((x) => !Number.isFinite(x)));
    values.set(node, rounded);
  }
  return { overflows, outputs: Object.fromEntries(outputs.map(({ name, tensor }) => [name, of(tensor)])) };
}

/** @param calls the last of each program is kept, in the order of their programs. */
export const recordingEngine = (calls: Map<Program, Call>): Engine => ({
  description: { id: 'recording', threads: 1, version: 'float64', device: 'cpu' },
  float: Float32Array,
  compile: async (program) => {
    verify(program);
    return {
      run: async (given) => {
        const feeds = Object.fromEntries(program.inputs.map(({ name, dtype }) => [name, arrays[dtype].from(given[name] as Data)]));
        const outputs = exactly(program, feeds);
        calls.set(program, { program, feeds, outputs });
        return { ...outputs };
      },
      release: async () => undefined,
    };
  },
});

/** One norm alone on a small tensor that one can look at: what goes in, what comes out, and which numbers each output reads. */
import { evaluate } from '../engine/reference.ts';
import { newGraph } from '../graph/program.ts';
import { applyNorm } from '../model/norm.ts';
import { Scope } from '../model/scope.ts';
import type { ModelConfig } from '../model/types.ts';

export interface AnatomyOptions {
  readonly normalizer: ModelConfig['normalizer'];
  /** Sequences, positions, features. */
  readonly shape: readonly [number, number, number];
  /** Row by row: sequence after sequence, position after position. */
  readonly x: readonly number[];
  /** Stored numbers by name (`weight`, `bias`, `alpha`); what is left out is at its start. */
  readonly stored?: Readonly<Record<string, readonly number[]>>;
}

export interface Anatomy {
  /** In the order of x. Computed by the graph of training, in double precision. */
  readonly y: readonly number[];
  /** What the norm stores, with the values that were used. */
  readonly stored: Readonly<Record<string, readonly number[]>>;
}

const key = 'norm';

/** The norm as a training step computes it. @throws UserError when the normalizer does not fit the width. */
export function anatomy(options: AnatomyOptions): Anatomy {
  const { run, stored } = prepare(options);
  return { y: run(options.x), stored };
}

/**
 * For each output the inputs it depends on, found by changing one input after the other: whatever the normalizer, no second
 * description of it is needed.
 */
export function reads(options: Omit<AnatomyOptions, 'x'>): number[][] {
  const size = options.shape.reduce((a, b) => a * b, 1);
  // Any numbers without symmetry will do.
  const x = Array.from({ length: size }, (_, i) => Math.sin(1 + 7.3 * i) + 0.1 * i);
  const { run } = prepare({ ...options, x });
  const before = run(x);
  const found = before.map((): number[] => []);
  for (let input = 0; input < size; input++) {
    const after = run(x.map((value, i) => (i === input ? value + 0.7 : value)));
    after.forEach((value, output) => {
      if (Math.abs(value - (before[output] as number)) > 1e-12) found[output]?.push(input);
    });
  }
  return found;
}

function prepare({ normalizer, shape: [sequences, positions, features], stored: given = {} }: AnatomyOptions) {
  const graph = newGraph();
  const scope = new Scope(graph, { train: true, dropout: 0 });
  const x = graph.input('x', [sequences * positions, features]);
  // A norm reads nothing else of a model.
  const config = { normalizer } as ModelConfig;
  const y = applyNorm({ scope, config, key, seqLen: positions }, {}, x);
  const stored: Record<string, readonly number[]> = {};
  for (const [name, { spec }] of [...scope.parameters, ...scope.states]) {
    const short = name.slice(key.length + 1);
    const length = spec.shape.reduce((a, b) => a * b, 1);
    const start = Array.from({ length }, (_, i) => (typeof spec.initial === 'object' ? (spec.initial[i] as number) : (spec.initial ?? 0)));
    stored[short] = given[short]?.length === length ? (given[short] as readonly number[]) : start;
  }
  const feeds = Object.fromEntries(Object.entries(stored).map(([name, values]) => [`${key}.${name}`, Float64Array.from(values)]));
  const run = (values: readonly number[]): number[] => {
    const [out] = evaluate([y], { ...feeds, x: Float64Array.from(values), step: Float64Array.of(1) });
    return [...(out as Float64Array)];
  };
  return { run, stored };
}

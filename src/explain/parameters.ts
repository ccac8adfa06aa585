/** How many parameters a placement adds to the bare network, counted by building both. */
import { Graph } from '../graph/graph.ts';
import { ops } from '../graph/op/index.ts';
import { none } from '../model/placement/none.ts';
import { buildTransformer } from '../model/transformer.ts';
import type { ModelConfig } from '../model/types.ts';

export interface AddedParameters {
  readonly total: number;
  /** How they lie: "12 × 256 + 128" is 256 in each of 12 blocks and 128 around them. */
  readonly formula: string;
}

const around = '';

export function addedParameters(config: ModelConfig): AddedParameters {
  const bare = countByBlock({ ...config, placement: { id: none.id } });
  const own = countByBlock(config);
  const added = new Map(
    [...new Set([...bare.keys(), ...own.keys()])].map((block) => [block, (own.get(block) ?? 0) - (bare.get(block) ?? 0)]),
  );
  const inBlocks = [...added].filter(([block]) => block !== around).map(([, count]) => count);
  const outside = added.get(around) ?? 0;
  const terms = [...runs(inBlocks).map(({ times, value }) => `${times} × ${value}`), ...(outside > 0 ? [String(outside)] : [])];
  return { total: inBlocks.reduce((a, b) => a + b, outside), formula: terms.join(' + ') };
}

/** Parameters by block; what lies in none under ''. */
function countByBlock(config: ModelConfig): Map<string, number> {
  const { scope } = buildTransformer(new Graph(ops), config, { batchSize: 2, train: false });
  const counts = new Map<string, number>();
  for (const { spec } of scope.parameters.values()) {
    const block = /^(?:\w+\.)?layers\.\d+/.exec(spec.key)?.[0] ?? around;
    counts.set(block, (counts.get(block) ?? 0) + spec.shape.reduce((a, b) => a * b, 1));
  }
  return counts;
}

/** Equal neighbours together. */
function runs(values: readonly number[]): { readonly times: number; readonly value: number }[] {
  const found: { times: number; value: number }[] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last?.value === value) last.times++;
    else found.push({ times: 1, value });
  }
  return found.filter(({ value }) => value !== 0);
}

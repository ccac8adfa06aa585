/** How many parameters a placement adds to the bare network, counted by building both. */
import { NodeTable } from '../graph/graph.ts';
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

export interface ParameterLine {
  /** "layers.{0–11}.attn.qkv.weight" where blocks have one each. */
  readonly name: string;
  readonly shape: readonly number[];
  /** How many of these there are. */
  readonly times: number;
}

/** Every parameter of a model, those of equal blocks in one line. */
export function listedParameters(config: ModelConfig): { readonly total: number; readonly lines: readonly ParameterLine[] } {
  const { scope } = buildTransformer(new NodeTable(ops), config, { batchSize: 2, train: false });
  const specs = [...scope.parameters.values()].map(({ spec }) => spec);
  const groups = new Map<string, { readonly shape: readonly number[]; readonly layers: number[] }>();
  for (const { key, shape } of specs) {
    const [, layer] = blockNumber.exec(key) ?? [];
    const group = groups.get(`${key.replace(blockNumber, 'layers.*.')} ${shape}`) ?? { shape, layers: [] };
    if (layer !== undefined) group.layers.push(Number(layer));
    groups.set(`${key.replace(blockNumber, 'layers.*.')} ${shape}`, group);
  }
  const lines = [...groups].map(([text, { shape, layers }]) => ({
    name: (text.split(' ')[0] as string).replace('*', layersText(layers)),
    shape,
    times: Math.max(1, layers.length),
  }));
  return { total: specs.reduce((sum, { shape }) => sum + count(shape), 0), lines };
}

const blockNumber = /\blayers\.(\d+)\./;

/** "3", "0–11", "0, 2–5". */
function layersText(layers: readonly number[]): string {
  const spans = layers.reduce<[number, number][]>((found, layer) => {
    const last = found.at(-1);
    if (last?.[1] === layer - 1) last[1] = layer;
    else found.push([layer, layer]);
    return found;
  }, []);
  const text = spans.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
  return layers.length > 1 ? `{${text}}` : text;
}

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Parameters by block; what lies in none under ''. */
function countByBlock(config: ModelConfig): Map<string, number> {
  const { scope } = buildTransformer(new NodeTable(ops), config, { batchSize: 2, train: false });
  const counts = new Map<string, number>();
  for (const { spec } of scope.parameters.values()) {
    const block = /^(?:\w+\.)?layers\.\d+/.exec(spec.key)?.[0] ?? around;
    counts.set(block, (counts.get(block) ?? 0) + count(spec.shape));
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

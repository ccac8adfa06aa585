/** Blocks, found in the names of tensors: what stands before a number is a stack, what stands behind it a part of its blocks. */
import type { TensorInfo } from './types.ts';

export interface Part {
  readonly layer: number;
  readonly tensor: TensorInfo;
}

export interface Stack {
  /** Such as `model.layers`. */
  readonly prefix: string;
  /** Indexes of its blocks, sorted. */
  readonly layers: readonly number[];
  /** Parts of blocks by what they are called in each: `mlp.up_proj.weight`. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
}

/** Lists in lists, where a block is an entry of the inner one. */
const nested: readonly (readonly [string, string])[] = [
  ['layers', 'blocks'],
  ['stages', 'blocks'],
  ['albert_layer_groups', 'albert_layers'],
];

/** Every numbered list of modules among the names, those with most tensors first. */
export function stacksOf(tensors: readonly TensorInfo[]): Stack[] {
  const found = new Map<string, { layers: Map<string, number>; parts: Map<string, Part[]> }>();
  for (const tensor of tensors) {
    const place = placeOf(tensor.name);
    if (!place) continue;
    const stack = found.get(place.prefix) ?? { layers: new Map(), parts: new Map() };
    found.set(place.prefix, stack);
    const parts = stack.parts.get(place.rest) ?? [];
    parts.push({ layer: place.layer, tensor });
    stack.parts.set(place.rest, parts);
    stack.layers.set(place.block, place.layer);
  }
  // Blocks of stages are counted through.
  return [...found]
    .map(([prefix, { layers, parts }]) => numbered(prefix, [...layers.values()], parts))
    .sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ parts }: Stack): number => [...parts.values()].reduce((sum, { length }) => sum + length, 0);

function numbered(prefix: string, keys: readonly number[], parts: ReadonlyMap<string, Part[]>): Stack {
  const layers = [...new Set(keys)].sort((a, b) => a - b);
  if (!prefix.includes('*')) return { prefix, layers, parts };
  const order = new Map(layers.map((key, i) => [key, i]));
  const renumbered = [...parts].map(
    ([rest, all]) => [rest, all.map(({ layer, tensor }) => ({ layer: order.get(layer) as number, tensor }))] as const,
  );
  return { prefix, layers: layers.map((_, i) => i), parts: new Map(renumbered) };
}

interface Found {
  readonly prefix: string;
  readonly block: string;
  readonly layer: number;
  readonly rest: string;
}

const isIndex = (piece: string | undefined): boolean => piece !== undefined && /^\d{1,6}$/.test(piece);

/** More than any stage has blocks. */
const stageStride = 1_000_000;

function placeOf(name: string): Found | undefined {
  const pieces = name.split('.');
  const at = pieces.findIndex(isIndex);
  if (at < 1 || at === pieces.length - 1) return undefined;
  const layer = Number(pieces[at]);
  const inner = nested.some(([outer, list]) => pieces[at - 1] === outer && pieces[at + 1] === list) && isIndex(pieces[at + 2]);
  if (!inner) {
    return { prefix: pieces.slice(0, at).join('.'), block: String(layer), layer, rest: pieces.slice(at + 1).join('.') };
  }
  const block = Number(pieces[at + 2]);
  return {
    prefix: [...pieces.slice(0, at), '*', pieces[at + 1]].join('.'),
    block: `${layer}.${block}`,
    layer: layer * stageStride + block,
    rest: pieces.slice(at + 3).join('.'),
  };
}

/** Blocks, found in the names of tensors: a numbered list of modules that hold attention and a feed-forward part, wherever it lies. */
import { inDialect } from './dialect.ts';
import { isNorm } from './norm-name.ts';
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
  /** Blocks at the end that predict further tokens, and are not counted. */
  readonly extra: number;
}

const attention =
  /attn|attention|mixer|mamba|qkv|ssm|time_mix|(^|\.)(att|temporal_block|query|to_[qkv]\w*|w?[qkv](_?(proj|lin|b_proj))?)(\.|$)/i;
const feedForward =
  /mlp|ffn|feed_?forward|moe|expert|dense_?relu|intermediate|dense_h_to_4h|channel_mix|(^|\.)(ff|fc\d?\w*|net|linear[12]|lin[12]|conv[12]|w_?[123]|wi(_\d)?|wo|output|c_fc)(\.|$)/i;

type Kind = 'attn' | 'ffn' | undefined;

/** What a tensor belongs to; norms, which are called after both, belong to neither. */
function kindOf(rest: string): Kind {
  if (isNorm(rest.slice(0, Math.max(rest.lastIndexOf('.'), 0)))) return undefined;
  return attention.test(rest) ? 'attn' : feedForward.test(rest) ? 'ffn' : undefined;
}

interface Named {
  readonly tensor: TensorInfo;
  readonly pieces: readonly string[];
  /** Where its numbers stand. */
  readonly at: readonly number[];
}

function named(tensor: TensorInfo): Named {
  const pieces = inDialect(tensor.name).split('.');
  const at = pieces.flatMap((piece, i) => (i > 0 && i < pieces.length - 1 && /^\d{1,6}$/.test(piece) ? [i] : []));
  return { tensor, pieces, at };
}

type Entries = ReadonlyMap<string, ReadonlySet<Kind>>;

/** By the name of each numbered list, what each of its entries holds. */
function listsOf(names: readonly Named[]): ReadonlyMap<string, Entries> {
  const lists = new Map<string, Map<string, Set<Kind>>>();
  for (const { pieces, at } of names)
    for (const i of at) {
      const list = pieces.slice(0, i).join('.');
      const entries = lists.get(list) ?? new Map<string, Set<Kind>>();
      const kinds = entries.get(pieces[i] as string) ?? new Set();
      lists.set(list, entries.set(pieces[i] as string, kinds.add(kindOf(pieces.slice(i + 1).join('.')))));
    }
  return lists;
}

/** What makes a list one of blocks: entries that hold both parts, that take turns in them, or that hold attention at least. */
function rankOf(entries: Entries): 'both' | 'turns' | 'attention' | undefined {
  const all = [...entries.values()];
  if (all.some((kinds) => kinds.has('attn') && kinds.has('ffn'))) return 'both';
  if (!all.some((kinds) => kinds.has('attn'))) return undefined;
  return all.some((kinds) => kinds.has('ffn')) ? 'turns' : 'attention';
}

interface Turn {
  readonly block: number;
  readonly kind: 'attn' | 'cross' | 'ffn';
}

/** Of a list whose entries are sublayers in turn: the block of each. One begins with the attention behind a feed-forward part. */
function turnsOf(entries: Entries): ReadonlyMap<string, Turn> {
  const turns = new Map<string, Turn>();
  let [block, before]: [number, Kind] = [-1, 'ffn'];
  for (const [index, kinds] of [...entries].sort(([a], [b]) => Number(a) - Number(b))) {
    const kind = kinds.has('attn') ? 'attn' : kinds.has('ffn') ? 'ffn' : undefined;
    if (!kind) continue;
    if (kind === 'attn' && before === 'ffn') block++;
    turns.set(index, { block: Math.max(block, 0), kind: kind === 'attn' && before === 'attn' ? 'cross' : kind });
    before = kind;
  }
  return turns;
}

/** Lists of whole models: each entry has blocks of its own. */
const apart = /(tower|model|encoder|decoder|expert|member|net)s?$/i;

/** More than any stage has blocks. */
const stageStride = 1_000_000;

/** Every list of blocks among the names, those with most tensors first. */
export function stacksOf(tensors: readonly TensorInfo[]): Stack[] {
  const names = tensors.map(named);
  const lists = listsOf(names);
  const ranks = new Map([...lists].map(([list, entries]) => [list, rankOf(entries)]));
  const turns = new Map([...lists].flatMap(([list, entries]) => (ranks.get(list) === 'turns' ? [[list, turnsOf(entries)] as const] : [])));
  const listAt = ({ pieces }: Named, i: number): string => pieces.slice(0, i).join('.');
  const chosen = names.map((name) => {
    const ranked = (rank: string) => name.at.filter((i) => ranks.get(listAt(name, i)) === rank);
    return ranked('both').at(-1) ?? ranked('turns')[0] ?? ranked('attention').find((i) => !apart.test(name.pieces[i - 1] as string));
  });
  const containers = new Set(names.flatMap((name, n) => name.at.filter((i) => i < (chosen[n] ?? 0)).map((i) => listAt(name, i))));
  const found = new Map<string, { layers: Set<number>; parts: Map<string, Part[]> }>();
  names.forEach((name, n) => {
    const at = chosen[n];
    if (at === undefined || containers.has(listAt(name, at))) return;
    const { prefix, layer, rest } = placeIn(name, at, turns.get(listAt(name, at)));
    const stack = found.get(prefix) ?? { layers: new Set(), parts: new Map<string, Part[]>() };
    const part = stack.parts.get(rest) ?? [];
    part.push({ layer, tensor: name.tensor });
    stack.parts.set(rest, part);
    found.set(prefix, { ...stack, layers: stack.layers.add(layer) });
  });
  return [...found].map(([prefix, { layers, parts }]) => numbered(prefix, layers, parts)).sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ parts }: Stack): number => [...parts.values()].reduce((sum, { length }) => sum + length, 0);

/** The block a tensor is in. Lists in lists, such as the blocks of stages, are one stack. */
function placeIn(
  { pieces, at }: Named,
  i: number,
  turns: ReadonlyMap<string, Turn> | undefined,
): { prefix: string; layer: number; rest: string } {
  const rest = pieces.slice(i + 1).join('.');
  const turn = /^\d/.test(rest) ? turns?.get(pieces[i] as string) : undefined;
  if (turn) return { prefix: pieces.slice(0, i).join('.'), layer: turn.block, rest: `${turn.kind}.${rest}` };
  const outer = at.findLast((j) => j < i);
  const staged = outer !== undefined && i - outer <= 2 && !apart.test(pieces[outer - 1] as string);
  if (!staged) return { prefix: pieces.slice(0, i).join('.'), layer: Number(pieces[i]), rest };
  const prefix = [...pieces.slice(0, outer), '*', ...pieces.slice(outer + 1, i)].join('.');
  return { prefix, layer: Number(pieces[outer]) * stageStride + Number(pieces[i]), rest };
}

/** What only a block for multi-token prediction has. */
const predictsMore = /^(nextn\.)?(eh_proj|enorm|hnorm|embed_tokens|shared_head)\./;

function numbered(prefix: string, keys: ReadonlySet<number>, parts: ReadonlyMap<string, Part[]>): Stack {
  const beyond = new Set([...parts].filter(([rest]) => predictsMore.test(rest)).flatMap(([, all]) => all.map(({ layer }) => layer)));
  const sorted = [...keys].sort((a, b) => a - b).filter((layer) => beyond.size === keys.size || !beyond.has(layer));
  // Blocks of stages are counted through.
  const order = new Map(sorted.map((key, i) => [key, prefix.includes('*') ? i : key]));
  const kept = [...parts].flatMap(([rest, all]) => {
    const own = all.flatMap(({ layer, tensor }) => (order.has(layer) ? [{ layer: order.get(layer) as number, tensor }] : []));
    return own.length > 0 ? [[rest, own] as const] : [];
  });
  return { prefix, layers: [...order.values()], parts: new Map(kept), extra: keys.size - sorted.length };
}

/** The blocks of a stack that are of one kind. */
export function partOf({ prefix, parts }: Stack, layers: readonly number[]): Stack {
  const wanted = new Set(layers);
  const kept = [...parts].map(([rest, all]) => [rest, all.filter(({ layer }) => wanted.has(layer))] as const);
  return { prefix, layers, parts: new Map(kept.filter(([, all]) => all.length > 0)), extra: 0 };
}

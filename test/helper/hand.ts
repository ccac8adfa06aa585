/** The branches of a Transformer with loops, from the numbers a model is fed: what a paper's equation is checked with. */
import { normalizers } from '../../src/model/normalizer/index.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import type { BuiltTiny } from './model.ts';
import { handNorms, optionsOf, toRows } from './norm.ts';

export type Rows = readonly (readonly number[])[];

export const addRows = (a: Rows, b: Rows): Rows =>
  a.map((row, i) => row.map((value, j) => value + ((b[i] as readonly number[])[j] as number)));

/** One head's features at a position; which head it is stands behind. */
type OfHead = (features: readonly number[], head: number) => readonly number[];

/** Llama's form: features i and i + width/2 turn by t / 10000^(2i/width). */
const turn = (features: readonly number[], t: number): readonly number[] =>
  features.map((value, i) => {
    const half = features.length / 2;
    const angle = t / 10_000 ** ((2 * (i % half)) / features.length);
    const other = features[(i + half) % features.length] as number;
    return value * Math.cos(angle) + (i < half ? -other : other) * Math.sin(angle);
  });

/** What happens to queries, keys and values of one head, and to their products. */
export interface HandAttention {
  readonly causal?: boolean;
  /** What keys and values are made from; the queries' own stream when left out. */
  readonly memory?: Rows;
  /** Positions of the memory that nobody may look at. */
  readonly closed?: readonly boolean[];
  readonly q?: OfHead;
  readonly k?: OfHead;
  readonly v?: OfHead;
  /** Whether queries and keys are turned by position (Su et al. 2021), and when: before what stands above, or behind it. */
  readonly turned?: 'first' | 'last';
  /** Before the heads are cut. */
  readonly whole?: Readonly<Partial<Record<'q' | 'k' | 'v', (row: readonly number[]) => readonly number[]>>>;
  readonly scale?: (head: number) => number;
}

const same = <T>(x: T): T => x;

export class Hand {
  constructor(
    readonly model: ModelConfig,
    readonly feeds: BuiltTiny['feeds'],
  ) {}

  numbers(key: string): readonly number[] {
    const found = this.feeds[key];
    if (!found) throw new Error(`the model was fed no "${key}"`);
    return Array.from(found);
  }

  linear(key: string, x: Rows): Rows {
    const width = (x[0] as readonly number[]).length;
    const weight = toRows(this.numbers(`${key}.weight`), width);
    const bias = this.feeds[`${key}.bias`] ? this.numbers(`${key}.bias`) : undefined;
    return x.map((row) => weight.map((w, i) => w.reduce((total, value, j) => total + value * (row[j] as number), bias?.[i] ?? 0)));
  }

  norm(key: string, rows: Rows, id = this.model.normalizer.id): Rows {
    const choice = id === this.model.normalizer.id ? this.model.normalizer : { id };
    const hand = handNorms[id] as NonNullable<(typeof handNorms)[string]>;
    const stored = (name: string) => this.numbers(`${key}.${name}`);
    return hand({
      rows,
      stored,
      eps: choice.eps ?? normalizers.get(id).eps,
      seqLen: this.model.seqLen,
      train: true,
      step: 3,
      options: optionsOf(choice),
    });
  }

  /** One head through a norm with a gain and a shift of its own for each: rows of what `key` stores. */
  headNorm = (key: string) => (row: readonly number[], head: number) => {
    const { normalizer } = this.model;
    const hand = handNorms[normalizer.id] as NonNullable<(typeof handNorms)[string]>;
    const own = (name: string) => {
      const all = this.numbers(`${key}.${name}`);
      return name === 'weight' || name === 'bias' ? all.slice(head * row.length, (head + 1) * row.length) : all;
    };
    const eps = normalizer.eps ?? normalizers.get(normalizer.id).eps;
    const at = { rows: [row], stored: own, eps, seqLen: this.model.seqLen, train: true, step: 3, options: optionsOf(normalizer) };
    return hand(at)[0] as readonly number[];
  };

  /** One row through a norm whose numbers are `key`'s. */
  rowNorm = (key: string, id?: string) => (row: readonly number[]) => this.norm(key, [row], id)[0] as readonly number[];

  /** Token and position embeddings of all sequences, row after row. */
  embedded(ids: ArrayLike<number>, length: number, prefix = ''): Rows {
    const [table, places] = [this.numbers('token_embedding.weight'), this.numbers(`${prefix}position_embedding.weight`)].map((data) =>
      toRows(data, this.model.dModel),
    ) as [number[][], number[][]];
    return Array.from(ids, (id, i) => (table[id] as number[]).map((value, j) => value + ((places[i % length] as number[])[j] as number)));
  }

  /** Attention of one sequence: softmax(scale · q kᵀ) v per head, joined, through the last matrix. */
  attention(
    key: string,
    x: Rows,
    { causal = false, memory, closed, q: onQ = same, k: onK = same, v: onV = same, whole = {}, scale, turned }: HandAttention = {},
  ): Rows {
    const { nHeads, nKvHeads, dModel } = this.model;
    const width = dModel / nHeads;
    const cut = (rows: Rows, from: number, to: number) => rows.map((row) => row.slice(from, to));
    const kv = width * nKvHeads;
    const joined = memory ? undefined : this.linear(`${key}.qkv`, x);
    const other = memory ? this.linear(`${key}.kv`, memory) : undefined;
    const raw = {
      q: joined ? cut(joined, 0, dModel) : this.linear(`${key}.q`, x),
      k: joined ? cut(joined, dModel, dModel + kv) : cut(other as Rows, 0, kv),
      v: joined ? cut(joined, dModel + kv, dModel + 2 * kv) : cut(other as Rows, kv, 2 * kv),
    };
    const byPosition = (row: readonly number[], t: number) => row.flatMap((_, i) => (i % width ? [] : turn(row.slice(i, i + width), t)));
    const [q, k, v] = (['q', 'k', 'v'] as const).map((part) => {
      const [early, late] = [turned === 'first' && part !== 'v', turned === 'last' && part !== 'v' && whole[part]];
      const before = early ? raw[part].map(byPosition) : raw[part];
      const normed = before.map(whole[part] ?? same);
      return late ? normed.map(byPosition) : normed;
    }) as unknown as [Rows, Rows, Rows];
    const last = (rows: Rows, part: 'q' | 'k') => (turned === 'last' && !whole[part] ? rows.map(turn) : rows);
    const head = (rows: Rows, index: number) => cut(rows, index * width, (index + 1) * width);
    const heads = Array.from({ length: nHeads }, (_, h) => {
      const shared = Math.floor(h / (nHeads / nKvHeads));
      const on = (rows: Rows, f: OfHead, index: number) => rows.map((row) => f(row, index));
      const [qh, kh] = [last(on(head(q, h), onQ, h), 'q'), last(on(head(k, shared), onK, shared), 'k')];
      const vh = on(head(v, shared), onV, shared);
      return qh.map((query, i) => {
        const open = (j: number) => !(causal && j > i) && !closed?.[j];
        const scores = kh.map((one, j) =>
          open(j)
            ? (scale?.(h) ?? 1 / Math.sqrt(width)) * one.reduce((t, value, n) => t + value * (query[n] as number), 0)
            : Number.NEGATIVE_INFINITY,
        );
        const top = Math.max(...scores);
        const weights = scores.map((score) => Math.exp(score - top));
        const total = weights.reduce((a, b) => a + b, 0);
        return (vh[0] as readonly number[]).map((_, n) =>
          vh.reduce((t, one, j) => t + ((weights[j] as number) / total) * (one[n] as number), 0),
        );
      });
    });
    return this.linear(
      `${key}.out`,
      x.map((_, i) => heads.flatMap((rows) => rows[i] as readonly number[])),
    );
  }

  /** fc2(max(fc1 x, 0)): ReLU, so that the reference needs no error function. */
  ffn(key: string, x: Rows): Rows {
    return this.linear(
      `${key}.fc2`,
      this.linear(`${key}.fc1`, x).map((row) => row.map((value) => Math.max(value, 0))),
    );
  }

  head = (x: Rows): Rows => this.linear('head', x);
}

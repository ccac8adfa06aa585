/** The branches of a Transformer with loops, from the numbers a model is fed: what a paper's equation is checked with. */
import { normalizers } from '../../src/model/normalizer/index.ts';
import type { ModelConfig } from '../../src/model/types.ts';
import type { BuiltTiny } from './model.ts';
import { handNorms, optionsOf, toRows } from './norm.ts';

export type Rows = readonly (readonly number[])[];

export const addRows = (a: Rows, b: Rows): Rows =>
  a.map((row, i) => row.map((value, j) => value + ((b[i] as readonly number[])[j] as number)));

/** What happens to queries, keys and values of one head, and to their products. */
export interface HandAttention {
  readonly causal?: boolean;
  /** What keys and values are made from; the queries' own stream when left out. */
  readonly memory?: Rows;
  /** Positions of the memory that nobody may look at. */
  readonly closed?: readonly boolean[];
  readonly q?: (head: readonly number[]) => readonly number[];
  readonly k?: (head: readonly number[]) => readonly number[];
  readonly v?: (head: readonly number[]) => readonly number[];
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
    { causal = false, memory, closed, q: onQ = same, k: onK = same, v: onV = same, whole = {}, scale }: HandAttention = {},
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
    const [q, k, v] = (['q', 'k', 'v'] as const).map((part) => raw[part].map(whole[part] ?? same)) as unknown as [Rows, Rows, Rows];
    const head = (rows: Rows, index: number) => cut(rows, index * width, (index + 1) * width);
    const heads = Array.from({ length: nHeads }, (_, h) => {
      const shared = Math.floor(h / (nHeads / nKvHeads));
      const [qh, kh, vh] = [head(q, h).map(onQ), head(k, shared).map(onK), head(v, shared).map(onV)];
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

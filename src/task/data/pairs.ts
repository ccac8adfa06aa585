/** Pairs of sequences as an encoder and a decoder read them: the source ends with `end`, the target begins with `begin`. */
import type { Batch, DataShape } from '../types.ts';
import { equalWeights } from './weights.ts';

/** Token ids that stand for no word. */
export const special = { padding: 0, begin: 1, end: 2 } as const;
export const specials = Object.keys(special).length;

/** Token ids of both sides, without the special ones around them. */
export interface Pair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

export interface PairLengths {
  readonly sourceLen: number;
  readonly seqLen: number;
}

export const pairShape = (vocabSize: number, sourceLen: number): DataShape => ({
  vocabSize,
  classes: vocabSize,
  readout: 'token',
  patchSize: 0,
  sourceLen,
  padding: special.padding,
});

/** Whether both sides leave room for the special token each gets. */
export const fits = ({ source, target }: Pair, { sourceLen, seqLen }: PairLengths): boolean =>
  source.length < sourceLen && target.length < seqLen;

/** Only real tokens of the target and its end count. */
export function pairBatch(pairs: readonly Pair[], { sourceLen, seqLen }: PairLengths): Batch {
  const targets = padded(
    pairs.map(({ target }) => [...target, special.end]),
    seqLen,
  );
  return {
    source: padded(
      pairs.map(({ source }) => [...source, special.end]),
      sourceLen,
    ),
    tokens: padded(
      pairs.map(({ target }) => [special.begin, ...target]),
      seqLen,
    ),
    targets,
    weights: equalWeights((flat) => targets[flat] !== special.padding, targets.length),
  };
}

function padded(rows: readonly (readonly number[])[], length: number): Int32Array {
  const data = new Int32Array(rows.length * length).fill(special.padding);
  rows.forEach((row, i) => {
    data.set(row, i * length);
  });
  return data;
}

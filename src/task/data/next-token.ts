import type { Batch } from '../types.ts';
import { equalWeights } from './weights.ts';

/** Whole sequences of seqLen + 1 tokens as a batch in which each token should foretell the next; `counted` by place in the targets. */
export function nextToken(sequences: readonly (readonly number[])[], counted: (place: number, target: number) => boolean): Batch {
  const seqLen = (sequences[0]?.length ?? 1) - 1;
  const tokens = Int32Array.from(sequences.flatMap((sequence) => sequence.slice(0, -1)));
  const targets = Int32Array.from(sequences.flatMap((sequence) => sequence.slice(1)));
  return { tokens, targets, weights: equalWeights((flat) => counted(flat % seqLen, targets[flat] as number), targets.length) };
}

/**
 * What theory says of a stream at initialisation, by the shape of the plan alone (unit variance embeddings and branches).
 * Xiong et al. 2020, Lemma 2: (1 + l/2)d <= E‖x_l‖² <= (1 + 3l/2)d for a bare residual with normed inputs.
 * A norm on the sum: energy 1, and the identity is halved at each sublayer, so the embedding's share is 2^(-n/2).
 * A norm on the branch's output: each sublayer adds exactly one unit.
 */
import type { SublayerPlan } from '../model/placement/types.ts';

export interface SignalTheory {
  /** Bounds of the stream energy per feature after blocks 1…depth. */
  readonly streamEnergy?: { readonly low: readonly number[]; readonly high: readonly number[] };
  readonly embeddingShare?: readonly number[];
  /** Exponent of the last FFN gradient norm in depth (Theorem 1's bounds: 0 and -1/2). */
  readonly slope?: number;
}

const blocks = (depth: number, f: (block: number) => number): number[] => Array.from({ length: depth }, (_, i) => f(i + 1));

export function signalTheory(
  { entry, exit, output, input, streamScale, branchScale, sumScale, inner }: SublayerPlan,
  depth: number,
): SignalTheory {
  const plain = !entry && !inner && sumScale === undefined && (streamScale ?? 1) === 1 && (branchScale ?? 1) === 1;
  if (!plain) return {};
  if (exit) {
    const one = blocks(depth, () => 1);
    // Two sublayers a block: each halves the energy that the embedding brought.
    return { streamEnergy: { low: one, high: one }, embeddingShare: input ? undefined : blocks(depth, (block) => 2 ** -block), slope: 0 };
  }
  if (output) {
    const energy = blocks(depth, (block) => 1 + 2 * block);
    return { streamEnergy: { low: energy, high: energy }, embeddingShare: energy.map((value) => 1 / Math.sqrt(value)) };
  }
  if (input) return { streamEnergy: { low: blocks(depth, (b) => 1 + b / 2), high: blocks(depth, (b) => 1 + (3 * b) / 2) }, slope: -0.5 };
  return {};
}

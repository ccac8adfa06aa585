/** Two answers to one question, held against each other. */
import type { KitAnswer, KitTensor } from './types.ts';

export interface Difference {
  /** `loss`, `gradients/layers.0.attn.qkv.weight` … */
  readonly what: string;
  /** Largest |a − b| over the largest |b| of the tensor, which counts as 1e-4 at least; infinite where a number is missing or not finite. */
  readonly error: number;
}

/** Magnitudes below this count as this. */
const floor = 1e-4;
/** Gradients below this are rounding: what Adam makes of them is no one's equation. */
const rounding = 1e-12;

/** Differences of everything, the largest first. Elements whose gradient is rounding are left out of `after`. */
export function differences(ours: KitAnswer, theirs: KitAnswer): Difference[] {
  const zero = new Map(theirs.gradients.map(({ key, data }) => [key, data]));
  const skip = (key: string, i: number) => {
    const gradient = zero.get(key)?.[i];
    return gradient !== undefined && gradient !== 0 && Math.abs(gradient) < rounding;
  };
  return [
    { what: 'loss', error: errorOf([ours.outputs.loss], [theirs.outputs.loss]) },
    { what: 'losses', error: errorOf(ours.outputs.losses, theirs.outputs.losses) },
    { what: 'gradientNorms', error: errorOf(ours.outputs.gradientNorms, theirs.outputs.gradientNorms) },
    { what: 'evalLoss', error: errorOf([ours.outputs.evalLoss], [theirs.outputs.evalLoss]) },
    ...(theirs.activations.length > 0 ? tensorDifferences('activations', ours.activations, theirs.activations, () => false) : []),
    ...tensorDifferences('gradients', ours.gradients, theirs.gradients, () => false),
    ...tensorDifferences('after', ours.after, theirs.after, skip),
  ].sort((a, b) => b.error - a.error);
}

type Skip = (key: string, i: number) => boolean;

function tensorDifferences(part: string, ours: readonly KitTensor[], theirs: readonly KitTensor[], skip: Skip): Difference[] {
  const [a, b] = [ours, theirs].map((tensors) => new Map(tensors.map((tensor) => [tensor.key, tensor]))) as [
    Map<string, KitTensor>,
    Map<string, KitTensor>,
  ];
  return [...new Set([...a.keys(), ...b.keys()])].map((key) => {
    const [left, right] = [a.get(key), b.get(key)];
    const same = left && right && left.shape.join() === right.shape.join();
    return { what: `${part}/${key}`, error: same ? errorOf(left.data, right.data, (i) => skip(key, i)) : Number.POSITIVE_INFINITY };
  });
}

function errorOf(a: ArrayLike<number>, b: ArrayLike<number>, skip: (i: number) => boolean = () => false): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [worst, largest] = [0, floor];
  for (let i = 0; i < b.length; i++) {
    const [left, right] = [a[i] as number, b[i] as number];
    if (!Number.isFinite(left) || !Number.isFinite(right)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(right));
    if (!skip(i)) worst = Math.max(worst, Math.abs(left - right));
  }
  return worst / largest;
}

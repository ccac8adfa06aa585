/** How a run ended, as ranks see it: a diverged run is an outcome, and the worst one. */

export interface Outcome {
  /** Final loss; not read when the run diverged. */
  readonly loss: number;
  /** The step at which it diverged; null when it finished. */
  readonly divergedAt: number | null;
}

/** A run whose final loss is not finite diverged at its end, however it was filed. */
const end = ({ loss, divergedAt }: Outcome): number | null => divergedAt ?? (Number.isFinite(loss) ? null : Number.POSITIVE_INFINITY);

/** Negative when `a` ended better: the smaller loss; any that finished before any that diverged; of two that diverged the later one. */
export function compareOutcomes(a: Outcome, b: Outcome): number {
  const [endOfA, endOfB] = [end(a), end(b)];
  if (endOfA !== null && endOfB !== null) return endOfA === endOfB ? 0 : endOfA > endOfB ? -1 : 1;
  if (endOfA !== null || endOfB !== null) return endOfA === null ? -1 : 1;
  return a.loss - b.loss;
}

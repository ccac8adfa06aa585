export interface SpikeOptions {
  /** Values before a value that it is held against. */
  readonly window?: number;
  /** Standard deviations from their mean at which it is a spike. */
  readonly deviations?: number;
  /** Values that the window must hold before anything is judged. */
  readonly least?: number;
}

/**
 * Spike score of a curve: the share of its values that lie at least 7 standard deviations from the mean of the 1000 values before
 * them (OLMo 2, Team OLMo 2025, arXiv 2501.00656). Runs shorter than that are held against what there is, from 50 values on. A value
 * that is not a number is a spike, and is left out of the windows after it.
 *
 * @returns between 0 and 1; NaN where the curve is too short to judge any value.
 */
export function spikeScore(values: readonly number[], { window = 1000, deviations = 7, least = 50 }: SpikeOptions = {}): number {
  let [judged, spikes] = [0, 0];
  const before: number[] = [];
  for (const value of values) {
    const held = before.slice(-window);
    if (held.length >= least) {
      judged += 1;
      if (isSpike(value, held, deviations)) spikes += 1;
    }
    if (Number.isFinite(value)) before.push(value);
  }
  return spikes / judged;
}

function isSpike(value: number, held: readonly number[], deviations: number): boolean {
  if (!Number.isFinite(value)) return true;
  const mean = held.reduce((total, one) => total + one, 0) / held.length;
  const deviation = Math.sqrt(held.reduce((total, one) => total + (one - mean) ** 2, 0) / held.length);
  const away = Math.abs(value - mean);
  // Of numbers that are all alike the last digit may move.
  return away >= deviations * deviation && away > 1e-12 * Math.abs(mean);
}

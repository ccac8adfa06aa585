/** How many runs have not diverged yet, over steps. */
import { normalQuantile } from './normal.ts';

/** How long a run lived: until it diverged, or for as long as it was watched (censored: finished, interrupted). */
export interface Lifetime {
  readonly steps: number;
  readonly diverged: boolean;
}

export interface SurvivalPoint {
  readonly step: number;
  /** Runs that had got this far. */
  readonly atRisk: number;
  readonly diverged: number;
  /** Runs that were watched no longer. */
  readonly censored: number;
  /** Share that lives on after this step. */
  readonly survival: number;
  /** Null where the interval is not defined: before the first divergence and after the last run is lost. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * S(t) = Π over steps ≤ t of (1 − d/n), d of the n runs at risk diverging. A run that ends at the step at which another diverges
 * was at risk there. The interval is Greenwood's on the log-log scale, S^exp(±z·√(Σ d/(n(n − d))) / ln S): it stays within 0 and 1.
 * One point at step 0 and one for every step at which a run diverged or ended; the curve is a staircase, right-continuous.
 * Before any run diverges it gives no interval: show Wilson's of the runs there.
 * Kaplan & Meier 1958; Kalbfleisch & Prentice 1980.
 */
export function kaplanMeier(lifetimes: readonly Lifetime[], level = 0.95): SurvivalPoint[] {
  const z = normalQuantile(0.5 + level / 2);
  const points: SurvivalPoint[] = [];
  let [atRisk, survival, greenwood] = [lifetimes.length, 1, 0];
  const steps = [...new Set([0, ...lifetimes.map(({ steps }) => steps)])].sort((a, b) => a - b);
  for (const step of lifetimes.length > 0 ? steps : []) {
    const ending = lifetimes.filter((one) => one.steps === step);
    const diverged = ending.filter((one) => one.diverged).length;
    survival *= 1 - diverged / atRisk;
    greenwood += diverged / (atRisk * (atRisk - diverged));
    const spread = (z * Math.sqrt(greenwood)) / Math.log(survival);
    const defined = survival > 0 && survival < 1;
    points.push({
      step,
      atRisk,
      diverged,
      censored: ending.length - diverged,
      survival,
      // ln S is negative: the larger exponent makes the lower end.
      low: defined ? survival ** Math.exp(-spread) : null,
      high: defined ? survival ** Math.exp(spread) : null,
    });
    atRisk -= ending.length;
  }
  return points;
}

/** The curve's point that holds at a step; null before it begins. */
export const survivalAt = (curve: readonly SurvivalPoint[], step: number): SurvivalPoint | null =>
  curve.findLast((point) => point.step <= step) ?? null;

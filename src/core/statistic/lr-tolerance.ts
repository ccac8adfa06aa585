/** The learning rate that an arm tolerates: where a ramp breaks a run, and up to where the tried rates lose none. */
import { median } from './quantile.ts';

export interface ToleranceRule {
  /** The smoothed loss may rise to this many times its minimum … */
  readonly factor?: number;
  /** … or give back this share of what had been learned, whichever allows more. */
  readonly giveBack?: number;
  /** Steps of which the median is the smoothed loss: one spike is no divergence. */
  readonly window?: number;
}

export interface Tolerance {
  /** The maximum tolerable rate; null when the ramp ended before the run broke: it is more than `highest`. */
  readonly rate: number | null;
  readonly step: number | null;
  readonly reason: 'loss-not-finite' | 'loss-rose' | null;
  /** The highest rate at which the run still held. */
  readonly highest: number | null;
  /** The rate at which the smoothed loss was smallest: a rate to train at lies below it. */
  readonly rateAtMinimum: number | null;
  readonly minimum: number | null;
}

/**
 * The rate at the first step t of a linear ramp at which the loss is not finite, or its running median s (of `window` steps) has
 *   s(t) > m + max((factor − 1)·m, giveBack·(s₀ − m)),   m = min of s before t, s₀ the first s.
 * The second term keeps a loss near 0 from breaking the rule by noise; the first, one that has learned nothing yet. A loss
 * that never falls and never rises breaks nothing: look at `minimum`. The number depends on how steep the ramp is, so compare
 * equal ramps only. After ByteDance 2026 (Keel, arXiv 2601.19895), who raise the rate to 0.05 over 5000 steps and report the
 * highest before the loss diverges; when that is, is our rule.
 */
export function maximumTolerableRate(
  losses: readonly number[],
  rates: readonly number[],
  { factor = 1.1, giveBack = 0.5, window = 5 }: ToleranceRule = {},
): Tolerance {
  let [start, minimum, at] = [Number.NaN, Number.POSITIVE_INFINITY, -1];
  const told = (step: number | null, reason: Tolerance['reason']): Tolerance => ({
    rate: step === null ? null : rates[step],
    step,
    reason,
    highest: rates[(step ?? losses.length) - 1] ?? null,
    rateAtMinimum: rates[at] ?? null,
    minimum: at < 0 ? null : minimum,
  });
  for (const [step, loss] of losses.entries()) {
    if (!Number.isFinite(loss)) return told(step, 'loss-not-finite');
    if (step < window - 1) continue;
    const smooth = median(losses.slice(step - window + 1, step + 1));
    if (at < 0) start = smooth;
    else if (smooth > minimum + Math.max((factor - 1) * minimum, giveBack * (start - minimum))) return told(step, 'loss-rose');
    if (smooth < minimum) [minimum, at] = [smooth, step];
  }
  return told(null, null);
}

export interface RateTrial {
  readonly lr: number;
  readonly diverged: number;
  /** Runs with an outcome. */
  readonly n: number;
}

export interface ToleratedRate {
  /** The largest tried rate up to which no run diverged; null when already the smallest lost one. */
  readonly tolerated: number | null;
  /** The smallest rate that lost a run; null when none did: the arm tolerates more than `tolerated`. */
  readonly lost: number | null;
}

/** The boundary between the rates that lost no run and those that did, read off the tried rates; rates without runs are left out. */
export function toleratedRate(trials: readonly RateTrial[]): ToleratedRate {
  const told = trials.filter(({ n }) => n > 0).sort((a, b) => a.lr - b.lr);
  const first = told.findIndex(({ diverged }) => diverged > 0);
  const safe = first < 0 ? told : told.slice(0, first);
  return { tolerated: safe.at(-1)?.lr ?? null, lost: told[first]?.lr ?? null };
}

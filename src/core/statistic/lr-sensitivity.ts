/** How much it costs not to know the best learning rate. */
import { type Reading, type Summary, summarize } from './summary.ts';

/** The final losses of one learning rate, one for each seed in the same order everywhere; NaN or infinite where the run diverged, null where there was none. */
export interface SweepPoint {
  readonly lr: number;
  readonly losses: readonly (number | null)[];
}

/** The width of ln lr that each rate stands for, up to half-way to its neighbours, the ends reaching out as far as they reach in; sums to 1. */
export function logWeights(rates: readonly number[]): number[] {
  const x = rates.map(Math.log);
  const gap = (i: number) => x[Math.min(x.length - 1, i + 1)] - x[i];
  const widths = x.map((_, i) => (i === 0 ? gap(0) : i === x.length - 1 ? gap(i - 1) : (gap(i - 1) + gap(i)) / 2));
  const total = widths.reduce((a, b) => a + b, 0);
  return widths.map((width) => width / total);
}

/**
 * E over lr of min(L(lr), L₀) − min over lr of L(lr), nats, lr log-uniform over the grid's range; for each seed, then the mean and t
 * interval over seeds. On an even log grid the expectation is the plain mean over its rates. A diverged run counts at the
 * initial loss L₀ of its seed. Depends on the range: compare only what was swept over the same rates.
 * A seed that lacks a run is left out ("missing"), and so is one that learned at no rate ("never-learned"): it would score 0, the best.
 * Wortsman et al. 2023, Small-scale Proxies for Large-scale Transformer Training Instabilities (arXiv 2309.14322).
 * @param initial loss at initialisation for each seed.
 */
export function lrSensitivity(points: readonly SweepPoint[], initial: readonly number[]): Summary {
  const sorted = [...points].sort((a, b) => a.lr - b.lr);
  const weights = logWeights(sorted.map(({ lr }) => lr));
  return summarize(
    initial.map((start, seed): Reading => {
      const losses = sorted.map((point) => point.losses[seed] ?? null);
      if (losses.length < 2) return { leftOut: 'one-rate' };
      if (losses.some((loss) => loss === null)) return { leftOut: 'missing' };
      const counted = losses.map((loss) => (Number.isFinite(loss) ? Math.min(loss as number, start) : start));
      const best = Math.min(...counted);
      if (best >= start) return { leftOut: 'never-learned' };
      return counted.reduce((total, loss, i) => total + weights[i] * (loss - best), 0);
    }),
  );
}

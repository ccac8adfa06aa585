/** Whether one arm diverges earlier than another. */
import type { Lifetime } from './kaplan-meier.ts';
import { normalCdf } from './normal.ts';
import type { PermutationOptions, PermutationTest } from './permutation.ts';
import { splitTest } from './two-samples.ts';

export interface LogRank {
  /** Divergences of the first arm, and how many were to be expected if the arms were alike. */
  readonly observed: number;
  readonly expected: number;
  /** (observed − expected)² / variance; null when nothing diverged. */
  readonly chiSquare: number | null;
  /** Of chi-square with one degree of freedom: right for many divergences (ten or more in each arm). */
  readonly asymptoticP: number;
  /** By splitting the same runs in all ways: right for few. Null when an arm has no runs. */
  readonly permutation: PermutationTest | null;
}

/**
 * At each step with divergences: d of n runs at risk diverge, m of the n are the first arm's; it is expected to have d·m/n of them,
 * with variance d·(m/n)(1 − m/n)(n − d)/(n − 1). Mantel 1966; Peto & Peto 1972. The permutation test is that of the scores
 * δ − H(t), δ whether the run diverged, H the pooled hazard up to its end: their sum over the first arm is observed − expected.
 */
export function logRank(a: readonly Lifetime[], b: readonly Lifetime[], options: PermutationOptions = {}): LogRank {
  const all = [...a, ...b];
  const atRisk = (runs: readonly Lifetime[], step: number) => runs.filter(({ steps }) => steps >= step).length;
  const lost = (runs: readonly Lifetime[], step: number) => runs.filter(({ steps, diverged }) => diverged && steps === step).length;
  const events = [...new Set(all.filter(({ diverged }) => diverged).map(({ steps }) => steps))].map((step) => {
    const [n, m, d] = [atRisk(all, step), atRisk(a, step), lost(all, step)];
    return { step, hazard: d / n, expected: (d * m) / n, variance: n > 1 ? (d * (m / n) * (1 - m / n) * (n - d)) / (n - 1) : 0 };
  });
  const total = (of: (event: (typeof events)[number]) => number) => events.reduce((sum, event) => sum + of(event), 0);
  const observed = a.filter(({ diverged }) => diverged).length;
  const expected = total((event) => event.expected);
  const variance = total((event) => event.variance);
  const chiSquare = variance > 0 ? (observed - expected) ** 2 / variance : null;
  const score = ({ steps, diverged }: Lifetime) => Number(diverged) - total((event) => (event.step <= steps ? event.hazard : 0));
  return {
    observed,
    expected,
    chiSquare,
    asymptoticP: chiSquare === null ? 1 : 2 * normalCdf(-Math.sqrt(chiSquare)),
    permutation: splitTest(a.map(score), b.map(score), options),
  };
}

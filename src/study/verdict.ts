/** From judged runs to verdicts. A diverged run counts at its starting loss: what a model that learned nothing scores. */
import { holm, mean, pairsNeeded, tInterval, tTest, wilson } from '../core/statistics.ts';
import type { Estimate, PairResult, RunRecord, Survival, Verdict } from './types.ts';

const significance = 0.05;

/** The score that verdicts and choices are made on; null for runs that say nothing (failed, interrupted). */
export function score({ status, evalLoss, startLoss }: RunRecord): number | null {
  if (status === 'finished') return evalLoss;
  if (status === 'diverged') return Number.isFinite(startLoss) ? startLoss : Number.POSITIVE_INFINITY;
  return null;
}

/** Mean validation loss of the runs that finished. */
export function estimate(runs: readonly RunRecord[]): Estimate {
  const losses = runs.flatMap(({ status, evalLoss }) => (status === 'finished' && evalLoss !== null ? [evalLoss] : []));
  const interval = tInterval(losses);
  return { mean: losses.length > 0 ? mean(losses) : null, low: interval?.low ?? null, high: interval?.high ?? null, n: losses.length };
}

/** Share of the runs with an outcome that did not diverge. */
export function survival(runs: readonly RunRecord[]): Survival {
  const told = runs.filter(({ status }) => status === 'finished' || status === 'diverged');
  if (told.length === 0) return { rate: null, low: null, high: null };
  return wilson(told.filter(({ status }) => status === 'finished').length, told.length);
}

/** loss(a) - loss(b) for every seed that both arms were judged on. */
export function pairedDifferences(a: readonly RunRecord[], b: readonly RunRecord[]): number[] {
  const scoresOfB = new Map(b.map((run) => [run.seed, score(run)]));
  return a.flatMap((run) => {
    const [left, right] = [score(run), scoresOfB.get(run.seed) ?? null];
    return left === null || right === null || !Number.isFinite(left - right) ? [] : [left - right];
  });
}

/** Every pair of arms, in the order given, with Holm-corrected p values over all of them. */
export function comparePairs(arms: readonly { readonly id: string; readonly runs: readonly RunRecord[] }[]): PairResult[] {
  const pairs = arms.flatMap((a, i) =>
    arms.slice(i + 1).map((b) => ({ a: a.id, b: b.id, differences: pairedDifferences(a.runs, b.runs) })),
  );
  // A pair without a test still counts as one of the family, so that a missing arm never makes the others look surer.
  const corrected = holm(pairs.map(({ differences }) => tTest(differences) ?? 1));
  return pairs.map((pair, i) => pairResult(pair, corrected[i] as number));
}

function pairResult({ a, b, differences }: { a: string; b: string; differences: readonly number[] }, corrected: number): PairResult {
  const interval = tInterval(differences);
  const difference = differences.length > 0 ? mean(differences) : null;
  const verdict = verdictOf(difference, interval === null ? 1 : corrected);
  const needed = verdict === 'no difference shown' ? pairsNeeded(differences) : null;
  return {
    a,
    b,
    difference,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    pValue: interval === null ? null : corrected,
    verdict,
    n: differences.length,
    moreSeeds: needed === null ? null : Math.max(1, needed - differences.length),
  };
}

const verdictOf = (difference: number | null, p: number): Verdict =>
  difference === null || p >= significance ? 'no difference shown' : difference < 0 ? 'better' : 'worse';

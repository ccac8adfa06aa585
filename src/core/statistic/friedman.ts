/** Mean ranks of arms over seeds, and whether they differ by more than chance. */
import { compareOutcomes, type Outcome } from './outcome.ts';
import { type PermutationOptions, type PermutationTest, permutationTest } from './permutation.ts';
import { ranks } from './ranks.ts';

export interface MeanRanks {
  /** For each arm, 1 is best. */
  readonly ranks: readonly number[];
  /** Seeds on which every arm had an outcome, and those left out because one had none. */
  readonly n: number;
  readonly leftOut: number;
  /** Friedman's statistic, corrected for ties; null when it is not defined: no seeds, one arm, all tied. */
  readonly statistic: number | null;
  /** Chance of such ranks if the arms are alike: ranks shuffled within seeds. */
  readonly test: PermutationTest | null;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/**
 * Arms ranked within each seed, worst those that diverged (the earlier the worse), ties averaged; then the mean over seeds.
 * With n seeds, k arms and rank sums R: (12/(nk(k + 1)) · ΣR² − 3n(k + 1)) / (1 − Σ(t³ − t)/(nk(k² − 1))), t the sizes of ties.
 * Friedman 1937; Demšar 2006, Statistical Comparisons of Classifiers. p is by permutation: chi-square is wrong for few seeds.
 * @param seeds one row for each seed, one outcome for each arm; null where a run failed or is missing.
 */
export function meanRanks(seeds: readonly (readonly (Outcome | null)[])[], options: PermutationOptions = {}): MeanRanks {
  const whole = seeds.filter((row): row is Outcome[] => row.every((outcome) => outcome !== null));
  const rows = whole.map((row) => ranks(row, compareOutcomes));
  const [n, k] = [rows.length, seeds[0]?.length ?? 0];
  const sums = (of: readonly (readonly number[])[]) =>
    Array.from({ length: k }, (_, arm) => of.reduce((total, row) => total + row[arm], 0));
  const spread = (of: readonly (readonly number[])[]) => sums(of).reduce((total, sum) => total + (sum - (n * (k + 1)) / 2) ** 2, 0);
  // Σ of squared ranks about their mean is what the correction for ties comes down to.
  const within = rows.flat().reduce((total, rank) => total + (rank - (k + 1) / 2) ** 2, 0);
  const defined = within > 0;
  const shuffled = (row: readonly number[], integer: (below: number) => number) => {
    const next = [...row];
    for (let i = k - 1; i > 0; i--) {
      const at = integer(i + 1);
      [next[i], next[at]] = [next[at], next[i]];
    }
    return next;
  };
  return {
    ranks: n > 0 ? sums(rows).map((sum) => sum / n) : [],
    n,
    leftOut: seeds.length - n,
    statistic: defined ? ((k - 1) * spread(rows)) / within : null,
    test: defined
      ? permutationTest(
          spread(rows),
          {
            // The first seed stays as it is: only how the others stand to it matters.
            count: factorial(k) ** (n - 1),
            scale: n * n * k ** 3,
            *all() {
              for (const rest of arrangements(rows.slice(1))) yield spread([rows[0], ...rest]);
            },
            draw: (stream) => spread(rows.map((row) => shuffled(row, stream.integer))),
          },
          options,
        )
      : null,
  };
}

function* orders(row: readonly number[]): Generator<number[]> {
  if (row.length === 0) yield [];
  for (const [i, first] of row.entries()) for (const rest of orders(row.filter((_, j) => j !== i))) yield [first, ...rest];
}

function* arrangements(rows: readonly (readonly number[])[]): Generator<number[][]> {
  if (rows.length === 0) yield [];
  else for (const first of orders(rows[0])) for (const rest of arrangements(rows.slice(1))) yield [first, ...rest];
}

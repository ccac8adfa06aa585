/** The shortest warm-up with which an arm survives. */
import { isotonic } from './isotonic.ts';
import { wilson } from './wilson.ts';

export interface WarmupTrial {
  /** Steps of warm-up. */
  readonly warmup: number;
  readonly survived: number;
  readonly n: number;
}

export interface WarmupRow extends WarmupTrial {
  readonly rate: number;
  /** Wilson's 95% interval of the rate. */
  readonly low: number;
  readonly high: number;
  /** The rate if a longer warm-up never harms: the nearest rising sequence. */
  readonly fitted: number;
  /** What was asked of it: "wilson", its lower end at least the target; "all-survive", with too few runs for that. */
  readonly rule: 'wilson' | 'all-survive';
  readonly passes: boolean;
}

export interface WarmupMeter {
  /** Steps; null when none that was tried passes: a longer one would have to be tried. */
  readonly shortest: number | null;
  /** Longer warm-ups that do not pass: where there are any, the answer is doubtful. */
  readonly lapses: readonly number[];
  /** Whether the observed rates never fall as the warm-up gets longer. */
  readonly monotone: boolean;
  /** In order of warm-up. */
  readonly rows: readonly WarmupRow[];
}

/**
 * The shortest warm-up whose survival has a lower Wilson end (95%) of at least `target`, 0.5 unless told: more likely than not it
 * survives, and that is shown. With so few runs that even all of them surviving would not show it (n/(n + z²) < target; for 0.5
 * fewer than four) all must survive, which shows much less. Warm-ups without runs are left out.
 */
export function warmupMeter(trials: readonly WarmupTrial[], target = 0.5): WarmupMeter {
  const told = trials.filter(({ n }) => n > 0).sort((a, b) => a.warmup - b.warmup);
  const rates = told.map(({ survived, n }) => survived / n);
  const fitted = isotonic(
    rates,
    told.map(({ n }) => n),
  );
  const rows = told.map((trial, i): WarmupRow => {
    const { survived, n } = trial;
    const found = wilson(survived, n);
    const rule = wilson(n, n).low < target ? 'all-survive' : 'wilson';
    return { ...trial, ...found, fitted: fitted[i], rule, passes: rule === 'wilson' ? found.low >= target : survived === n };
  });
  const shortest = rows.find(({ passes }) => passes)?.warmup ?? null;
  return {
    shortest,
    lapses: shortest === null ? [] : rows.filter(({ warmup, passes }) => warmup > shortest && !passes).map(({ warmup }) => warmup),
    monotone: rates.every((rate, i) => i === 0 || rate >= rates[i - 1]),
    rows,
  };
}

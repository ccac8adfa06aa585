/** How much an arm forgives: learning rates and warm-ups that it bears, and when its runs diverge. */
import {
  type InterquartileMean,
  interquartileInterval,
  kaplanMeier,
  lrSensitivity,
  type SurvivalPoint,
  toleratedRate,
  warmupMeter,
} from '../core/statistic/index.ts';
import { type Setting, settingKey } from './setting.ts';
import type { RatePoint, RateSweep, RunRecord, WarmupReading } from './types.ts';
import { estimate, score } from './verdict.ts';

/** Runs of which it is known how they ended. */
export const told = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.filter(({ status }) => status === 'finished' || status === 'diverged');

const lost = (runs: readonly RunRecord[]): number => runs.filter(({ status }) => status === 'diverged').length;

/** Share that had not diverged yet, over steps; a run that failed or was interrupted was watched for as long as it ran. */
export const survivalCurve = (runs: readonly RunRecord[]): SurvivalPoint[] =>
  kaplanMeier(runs.map(({ steps, status }) => ({ steps, diverged: status === 'diverged' })));

/** Of the runs of which it is known how they ended. */
export const interquartile = (runs: readonly RunRecord[]): InterquartileMean | null =>
  interquartileInterval([told(runs).map(({ status, evalLoss }) => (status === 'finished' ? (evalLoss ?? Number.NaN) : Number.NaN))], {
    draws: 1999,
  });

function groupBy<K, V>(items: readonly V[], keyOf: (item: V) => K): V[][] {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

const byRate = (runs: readonly RunRecord[]): RunRecord[][] =>
  groupBy(runs, ({ lr }) => lr).sort((a, b) => (a[0] as RunRecord).lr - (b[0] as RunRecord).lr);

function ratePoint(runs: readonly RunRecord[]): RatePoint {
  return { lr: (runs[0] as RunRecord).lr, loss: estimate(runs), diverged: lost(runs), told: told(runs).length };
}

/** A sweep of the learning rate for each warm-up and each choice of further fields. `runs`: all of one arm. */
export function rateSweeps(runs: readonly RunRecord[], choice: Setting | undefined): RateSweep[] {
  const chosenKey = choice && settingKey({ ...choice, lr: 0 });
  return groupBy(runs, (run) => settingKey({ ...run, lr: 0 })).flatMap((group) => {
    const selection = group.filter(({ stage }) => stage === 'select');
    const [first] = selection;
    if (!first) return [];
    const rates = byRate(selection);
    const trials = byRate(group).map((at) => ({ lr: (at[0] as RunRecord).lr, diverged: lost(at), n: told(at).length }));
    return [
      {
        warmup: first.warmup,
        fields: first.fields,
        chosen: settingKey({ ...first, lr: 0 }) === chosenKey,
        rates: rates.map(ratePoint),
        sensitivity: sensitivity(rates),
        ...toleratedRate(trials),
      },
    ];
  });
}

function sensitivity(rates: readonly (readonly RunRecord[])[]) {
  const all = rates.flat();
  const seeds = [...new Set(all.map(({ seed }) => seed))];
  const points = rates.map((runs) => {
    const losses = new Map(runs.map((run) => [run.seed, lossOf(run)]));
    return { lr: (runs[0] as RunRecord).lr, losses: seeds.map((seed) => losses.get(seed) ?? null) };
  });
  // All learning rates of a seed begin with the same network and the same batch.
  const initial = seeds.map((seed) => all.find((run) => run.seed === seed && run.startLoss !== null)?.startLoss ?? Number.NaN);
  return lrSensitivity(points, initial);
}

/** NaN of a run that diverged, null of one that says nothing. */
const lossOf = (run: RunRecord): number | null => (score(run) === null ? null : run.status === 'diverged' ? Number.NaN : run.evalLoss);

/** For each learning rate with at least two warm-ups, the shortest with which every run survived. `runs`: all of one arm. */
export function warmupReadings(runs: readonly RunRecord[]): WarmupReading[] {
  return groupBy(runs, ({ lr, fields }) => settingKey({ lr, warmup: 0, fields })).flatMap((group) => {
    const trials = groupBy(told(group), ({ warmup }) => warmup).map((at) => ({
      warmup: (at[0] as RunRecord).warmup,
      survived: at.length - lost(at),
      n: at.length,
    }));
    if (trials.length < 2) return [];
    // A target of 1 no interval reaches: then all runs must survive.
    const { shortest, lapses, rows } = warmupMeter(trials, 1);
    const [{ lr, fields }] = group as [RunRecord];
    return [{ lr, fields, tried: rows.map(({ warmup }) => warmup), shortest, lapses }];
  });
}

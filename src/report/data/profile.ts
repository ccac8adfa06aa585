/** What was measured inside the network, at three moments of training, averaged over the judging runs of an arm. */
import type { ArmResult, RunRecord, Snapshot } from '../../study/types.ts';

export type Average = 'geometric' | 'arithmetic';

interface MomentValues {
  readonly values: readonly number[];
  /** The step, when all runs measured at the same one. */
  readonly step: number | null;
}

export interface Profile {
  readonly start: MomentValues;
  /** Absent when fewer than three snapshots exist. */
  readonly middle?: MomentValues;
  /** Absent when there is one snapshot only. */
  readonly end?: MomentValues;
  /** False when no judging run finished, and runs that ended early stand in. */
  readonly finished: boolean;
}

const averages: Readonly<Record<Average, (values: readonly number[]) => number>> = {
  arithmetic: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  geometric: (values) => {
    if (values.some((value) => value === 0)) return 0;
    return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  },
};

function average(rows: readonly (readonly number[])[], kind: Average): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, place) => averages[kind](rows.map((row) => row[place] ?? Number.NaN)));
}

function gather(chosen: readonly Snapshot[], series: string, kind: Average): MomentValues {
  const steps = new Set(chosen.map(({ step }) => step));
  const values = average(
    chosen.map((snapshot) => snapshot.series[series] ?? []),
    kind,
  );
  return { values, step: steps.size === 1 ? ([...steps][0] ?? null) : null };
}

function measuredRuns(arm: ArmResult, series: string): { runs: Snapshot[][]; finished: boolean } {
  const judged = arm.runs.filter(({ stage }) => stage === 'judge');
  const measured = (runs: readonly RunRecord[]): Snapshot[][] =>
    runs.map((run) => run.snapshots.filter((snapshot) => (snapshot.series[series]?.length ?? 0) > 0)).filter((found) => found.length > 0);
  const finished = measured(judged.filter(({ status }) => status === 'finished'));
  return finished.length > 0 ? { runs: finished, finished: true } : { runs: measured(judged), finished: false };
}

const pick = (runs: readonly Snapshot[][], at: (count: number) => number): Snapshot[] =>
  runs.flatMap((found) => found[at(found.length)] ?? []);

/** First, middle and last snapshot of `series`; null when no judging run has any. */
export function profile(arm: ArmResult, series: string, kind: Average): Profile | null {
  const { runs, finished } = measuredRuns(arm, series);
  if (runs.length === 0) return null;
  const fewest = Math.min(...runs.map((found) => found.length));
  const moment = (at: (count: number) => number): MomentValues => gather(pick(runs, at), series, kind);
  return {
    start: moment(() => 0),
    ...(fewest > 2 && { middle: moment((count) => Math.floor((count - 1) / 2)) }),
    ...(fewest > 1 && { end: moment((count) => count - 1) }),
    finished,
  };
}

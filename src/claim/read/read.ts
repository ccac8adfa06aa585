/** From results to lines: one value for each arm, size and seed. */
import type { Fields } from '../../study/setting.ts';
import type { ArmResult, RunRecord, StudyResult } from '../../study/types.ts';
import type { Answer, SignalCell } from '../need/types.ts';
import type { Cell, Line } from '../types.ts';

interface Entry {
  readonly line: string;
  readonly at: number | string;
  readonly seed: number;
  readonly value: number;
}

/** Lines and sizes in the order they come; seeds sorted, those that one cell lacks as NaN. */
export function linesOf(entries: readonly Entry[]): Line[] {
  const seeds = [...new Set(entries.map(({ seed }) => seed))].sort((a, b) => a - b);
  const cell = (mine: readonly Entry[], at: Cell['at']): Cell => {
    const bySeed = new Map(mine.filter((entry) => entry.at === at).map(({ seed, value }) => [seed, value]));
    return { at, values: seeds.map((seed) => bySeed.get(seed) ?? Number.NaN) };
  };
  return [...new Set(entries.map(({ line }) => line))].map((id) => {
    const mine = entries.filter(({ line }) => line === id);
    return { id, cells: [...new Set(mine.map(({ at }) => at))].map((at) => cell(mine, at)) };
  });
}

export const signalLines = (cells: readonly SignalCell[], pick: (seed: SignalCell['seeds'][number], depth: number) => number): Line[] =>
  linesOf(
    cells.flatMap(({ arm, depth, seeds }) =>
      seeds.map((measured, i) => ({ line: arm, at: depth, seed: i + 1, value: pick(measured, depth) })),
    ),
  );

export const answerLines = (answers: readonly Answer[], pick: (answer: Answer) => number): Line[] =>
  linesOf(answers.map((answer) => ({ line: answer.arm, at: answer.at, seed: answer.seed, value: pick(answer) })));

interface StudyReading {
  /** Value of one run; NaN where it says nothing. */
  readonly pick: (run: RunRecord, result: StudyResult) => number;
  /** Runs that count; the judging ones when left out. */
  readonly keep?: (run: RunRecord) => boolean;
  /** What the size is; what was varied first when left out. */
  readonly at?: (arm: ArmResult) => number | string;
  /** What the line is called; the arm before it was varied when left out. */
  readonly line?: (run: RunRecord, arm: ArmResult) => string;
}

export const sizeOf = ({ varied }: { readonly varied: Fields }): number | string => Object.values(varied)[0] as number | string;

export function studyLines(
  result: StudyResult,
  { pick, keep = judged, at = sizeOf, line = (_run, arm) => arm.base }: StudyReading,
): Line[] {
  return linesOf(
    result.arms.flatMap((arm) =>
      arm.runs.filter(keep).map((run) => ({ line: line(run, arm), at: at(arm), seed: run.seed, value: pick(run, result) })),
    ),
  );
}

export const judged = ({ stage }: RunRecord): boolean => stage === 'judge';

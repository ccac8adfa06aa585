/** How the judging runs of an arm ended: what its mean stands on and what it leaves out. */
import type { ArmResult, RunRecord, Status, StudyResult } from '../../study/types.ts';

export interface Judged {
  readonly planned: number;
  readonly finished: number;
  readonly diverged: readonly RunRecord[];
  readonly failed: readonly RunRecord[];
  readonly interrupted: readonly RunRecord[];
  readonly missing: number;
  /** Runs that the mean leaves out. */
  readonly leftOut: number;
}

export function judged(arm: ArmResult, grid: StudyResult['grid']): Judged {
  const runs = arm.runs.filter(({ stage }) => stage === 'judge');
  const by = (status: Status): RunRecord[] => runs.filter((run) => run.status === status);
  const planned = Math.max(grid.judgeSeeds.length, runs.length);
  const finished = by('finished').length;
  return {
    planned,
    finished,
    diverged: by('diverged'),
    failed: by('failed'),
    interrupted: by('interrupted'),
    missing: planned - runs.length,
    leftOut: planned - finished,
  };
}

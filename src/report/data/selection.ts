/** The selection runs of an arm, gathered by learning rate and warm-up. */
import type { ArmResult, RunRecord } from '../../study/types.ts';

export interface Cell {
  readonly lr: number;
  readonly warmup: number;
  /** Mean over the runs that finished; null when none did. */
  readonly loss: number | null;
  /** Runs that diverged or failed. */
  readonly lost: number;
  readonly total: number;
  readonly chosen: boolean;
}

export function selectionCells(arm: ArmResult): Cell[] {
  const groups = new Map<string, RunRecord[]>();
  for (const run of arm.runs.filter(({ stage }) => stage === 'select')) {
    const key = `${run.warmup}/${run.lr}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((runs) => {
    const [first] = runs;
    if (!first) return [];
    const { lr, warmup } = first;
    const losses = runs.flatMap(({ status, evalLoss }) => (status === 'finished' && evalLoss !== null ? [evalLoss] : []));
    const loss = losses.length > 0 ? losses.reduce((sum, value) => sum + value, 0) / losses.length : null;
    const lost = runs.filter(({ status }) => status === 'diverged' || status === 'failed').length;
    return [{ lr, warmup, loss, lost, total: runs.length, chosen: lr === arm.lr && warmup === arm.warmup }];
  });
}

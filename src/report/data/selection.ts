/** The selection runs of an arm, gathered by learning rate, warm-up and further fields. */
import { type Fields, settingKey } from '../../study/setting.ts';
import type { ArmResult, RunRecord } from '../../study/types.ts';

export interface Cell {
  readonly lr: number;
  readonly warmup: number;
  readonly fields: Fields;
  /** Mean over the runs that finished; null when none did. */
  readonly loss: number | null;
  /** Runs that diverged or failed. */
  readonly lost: number;
  /** Runs that the mean leaves out. */
  readonly leftOut: number;
  readonly total: number;
  readonly chosen: boolean;
}

export function selectionCells(arm: ArmResult): Cell[] {
  const groups = new Map<string, RunRecord[]>();
  for (const run of arm.runs.filter(({ stage }) => stage === 'select')) {
    const group = groups.get(settingKey(run));
    if (group) group.push(run);
    else groups.set(settingKey(run), [run]);
  }
  const chosen = arm.lr === null || arm.warmup === null ? null : settingKey({ lr: arm.lr, warmup: arm.warmup, fields: arm.fields });
  return [...groups].flatMap(([key, runs]) => {
    const [first] = runs;
    if (!first) return [];
    const { lr, warmup, fields } = first;
    const losses = runs.flatMap(({ status, evalLoss }) => (status === 'finished' && evalLoss !== null ? [evalLoss] : []));
    const loss = losses.length > 0 ? losses.reduce((sum, value) => sum + value, 0) / losses.length : null;
    const lost = runs.filter(({ status }) => status === 'diverged' || status === 'failed').length;
    return [{ lr, warmup, fields, loss, lost, leftOut: runs.length - losses.length, total: runs.length, chosen: key === chosen }];
  });
}

/** Where a rising learning rate breaks a run. */
import { maximumTolerableRate } from '../../core/statistic/index.ts';
import type { RunRecord, StudyResult } from '../../study/types.ts';
import { studyLines } from '../read/read.ts';
import type { Line } from '../types.ts';

/** The largest learning rate that a run bore, by Keel's measure as normlab has it; the top of the ramp when it never broke. */
export function toleratedBy({ lr, warmup, trainLoss }: RunRecord): number {
  const rates = trainLoss.steps.map((step) => Math.min(lr, (lr * (step + 1)) / warmup));
  const { rate, highest } = maximumTolerableRate(trainLoss.values, rates);
  return rate ?? highest ?? Number.NaN;
}

export const toleratedLines = (result: StudyResult): Line[] => studyLines(result, { pick: toleratedBy, keep: () => true });

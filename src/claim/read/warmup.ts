/** Runs with and without warm-up, told apart. */
import type { StudyResult } from '../../study/types.ts';
import type { Line } from '../types.ts';
import { studyLines } from './read.ts';
import { finalLoss } from './run.ts';

/** Lines "post, 0 steps" and "post, 30 steps" at one learning rate: final losses. */
export const warmupLines = (result: StudyResult, lr: number): Line[] =>
  studyLines(result, {
    pick: finalLoss,
    keep: (run) => run.lr === lr,
    line: ({ warmup }, arm) => `${arm.base}, ${warmup}`,
  });

import { join } from 'node:path';
import { Pool } from '../../study/pool.node.ts';
import { StoredExecutor } from '../../study/stored.node.ts';
import { study } from '../../study/study.node.ts';
import type { Measured, MeasureOptions } from './measured.ts';
import type { StudyNeed } from './types.ts';

export const runsFolder = (folder: string): string => join(folder, 'runs');

/** Trains what is not in the folder yet; all studies share it, so that equal runs are made once. Undefined when stopped before its end. */
export async function measureStudy(
  { options }: StudyNeed,
  { folder, jobs, signal, engine, progress }: MeasureOptions,
): Promise<Measured | undefined> {
  const { engine: _engine, ...asked } = options;
  const result = await study({
    ...asked,
    ...(engine !== undefined && { engine }),
    jobs,
    signal,
    executor: async (size) => new StoredExecutor(new Pool(size), runsFolder(folder)),
    onProgress: ({ doneSteps, totalSteps }) => progress?.(totalSteps > 0 ? doneSteps / totalSteps : 0),
  });
  const runs = result.arms.flatMap((arm) => arm.runs);
  if (result.interrupted || runs.some(({ status }) => status === 'interrupted')) return undefined;
  const seconds = runs.reduce((total, run) => total + run.seconds, 0);
  return { result, runs: runs.length, seconds, engine: result.engine };
}

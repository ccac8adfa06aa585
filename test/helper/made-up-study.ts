/** Studies whose runs are made up: the whole way from a plan to a result, without training. */

import type { Run } from '../../src/spec/run.ts';
import type { Executor } from '../../src/study/executor.ts';
import type { StudyOptions } from '../../src/study/options.ts';
import { study } from '../../src/study/study.node.ts';
import type { StudyResult } from '../../src/study/types.ts';

/** What a made-up run ends with. */
export interface MadeUpRun {
  /** Null: it diverged at the end. */
  readonly evalLoss: number | null;
  /** Training loss by step; 3 at every step when left out. */
  readonly trainLoss?: (step: number) => number;
  readonly series?: Readonly<Record<string, readonly number[]>>;
}

const engine = { id: 'reference', threads: 1, version: 'made up', device: 'cpu' };

export function madeUpStudy({ engine: _engine, ...options }: StudyOptions, outcome: (run: Run) => MadeUpRun): Promise<StudyResult> {
  const executor: Executor = {
    close: async () => undefined,
    execute: async (jobs, listener) => {
      for (const job of jobs) {
        if (job.kind !== 'train') continue;
        const { evalLoss, trainLoss = () => 3, series } = outcome(job.run);
        listener.event(job, { type: 'started', engine, parameterCount: 1, labels: {} });
        for (let step = 0; step < job.run.steps; step++)
          listener.event(job, { type: 'step', step, loss: trainLoss(step), lr: job.run.optimizer.lr, gradientNorm: 1 });
        if (series) listener.event(job, { type: 'measured', step: job.run.steps - 1, series });
        if (evalLoss === null)
          listener.event(job, { type: 'diverged', reason: { key: 'loss-not-finite', step: job.run.steps - 1, value: Number.NaN } });
        else listener.event(job, { type: 'finished', steps: job.run.steps, evalLoss });
        listener.end(job, { type: 'ended' });
      }
    },
  };
  return study({ ...options, engine: 'reference', jobs: 1, executor: async () => executor });
}

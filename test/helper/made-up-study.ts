/** Studies whose runs are made up: the whole way from a plan to a result, without training. */

import type { Run } from '../../src/spec/run.ts';
import type { Executor } from '../../src/study/executor.ts';
import type { StudyOptions } from '../../src/study/options.ts';
import { studyPlan } from '../../src/study/options.ts';
import { type StudyPlan, typicalRun } from '../../src/study/plan.ts';
import { studyResult } from '../../src/study/result.ts';
import { runStudy } from '../../src/study/study.ts';
import { taskOf } from '../../src/study/task-of.node.ts';
import type { StudyResult } from '../../src/study/types.ts';
import { tasks } from '../../src/task/index.ts';
import type { Task } from '../../src/task/types.ts';
import { once } from './once.ts';

/** What a made-up run ends with. */
export interface MadeUpRun {
  /** Null: it diverged at the end. */
  readonly evalLoss: number | null;
  /** Training loss by step; 3 at every step when left out. */
  readonly trainLoss?: (step: number) => number;
  readonly series?: Readonly<Record<string, readonly number[]>>;
}

const choice = { id: 'reference', threads: 1 };
const engine = { ...choice, version: 'made up', device: 'cpu' };

interface Asked {
  readonly plan: StudyPlan;
  readonly task: Task;
}

/** Several outcomes are made up for one plan, and many plans read one book. */
const asked = new WeakMap<StudyOptions, Asked>();
const read = new Map<string, ReturnType<typeof taskOf>>();
const made = new Map<string, Task>();

const askedBy = (options: StudyOptions): Asked =>
  once(asked, options, () => {
    const { engine: _engine, ...own } = options;
    const { task: config, files } = once(read, JSON.stringify(own.task), () => taskOf(own.task));
    const plan = studyPlan({ ...own, task: config }, choice);
    const { task, model } = typicalRun(plan);
    const create = () => tasks.get(task.id).create(task, model.seqLen, files);
    return { plan, task: once(made, JSON.stringify([task, model.seqLen]), create) };
  });

export async function madeUpStudy(options: StudyOptions, outcome: (run: Run) => MadeUpRun): Promise<StudyResult> {
  const { plan, task } = askedBy(options);
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
  const context = { task, taskTitle: '', taskNotes: [], language: 'en', command: '', version: 'made up', seconds: 0, date: '' } as const;
  return studyResult(plan, await runStudy(plan, executor), context);
}

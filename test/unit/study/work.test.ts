/** What the one who does a job owes to the clock, to its spec, and to a worker that dies. */
import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, it, vi } from 'vitest';
import type { Run } from '../../../src/spec/run.ts';
import type { JobEnd, JobEvent } from '../../../src/study/executor.ts';
import { studyPlan } from '../../../src/study/options.ts';
import { typicalRun } from '../../../src/study/plan.ts';
import { Pool } from '../../../src/study/pool.node.ts';
import { Worker } from '../../../src/study/work.ts';
import { openEngine, smallRun } from '../../helper/run.ts';

afterEach(() => vi.restoreAllMocks());

it('makes a checkpoint whenever `checkpointSeconds` have passed', async () => {
  // A tenth of a second passes whenever somebody looks at the clock: once a step, and when a checkpoint was made.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 100;
    return now;
  });
  const made: number[] = [];
  const worker = new Worker({
    openEngine: ({ id }) => openEngine(id),
    files: () => [],
    record: () => ({
      event: () => undefined,
      checkpoint: ({ steps }) => made.push(steps),
      final: () => undefined,
      close: () => undefined,
    }),
  });
  const run = smallRun({ steps: 40, checkpointSeconds: 1, evaluation: { every: 40, batches: 1, finalBatches: 1 } });
  expect(await worker.work({ kind: 'train', id: 'one', run }, () => undefined)).toMatchObject({ type: 'ended' });
  expect(made).toEqual([10, 20, 30]);
});

it('a schedule without id keeps the usual one', () => {
  const plan = studyPlan(
    { arms: ['pre'], task: 'copy', steps: 10, lr: [0.01], warmup: [2], schedule: { finalRatio: 0.5 } as Run['schedule'] },
    { id: 'reference', threads: 1 },
  );
  expect(typicalRun(plan).schedule).toMatchObject({ id: 'warmup-cosine', warmupSteps: 2, finalRatio: 0.5 });
});

it('runs again what a dead worker took with it', async () => {
  const pool = new Pool(1);
  const children = (pool as unknown as { all: Set<ChildProcess> }).all;
  const [began, ends]: [JobEvent[], JobEnd[]] = [[], []];
  const event = (_job: unknown, told: JobEvent) => {
    if (told.type !== 'started') return;
    began.push(told);
    if (began.length === 1) for (const child of children) child.kill('SIGKILL');
  };
  try {
    await pool.execute([{ kind: 'train', id: 'one', run: smallRun({ steps: 40 }) }], { event, end: (_job, end) => ends.push(end) });
  } finally {
    await pool.close();
  }
  expect(began).toHaveLength(2);
  expect(ends).toMatchObject([{ type: 'ended' }]);
});
